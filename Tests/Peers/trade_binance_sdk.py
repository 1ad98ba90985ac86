"""The exchange's own SDKs, as they come, trading on exchange-sim --market both --clock now.

    trade_binance_sdk.py URL KEY SECRET

What of an answer or event is not in an SDK's model, or is of another type there, fails as a wrong value does.
"""

import asyncio
import logging
import sys
from decimal import Decimal

from binance_common.configuration import (
    ConfigurationRestAPI,
    ConfigurationWebSocketAPI,
    ConfigurationWebSocketStreams,
)
from binance_common.errors import Error
from binance_sdk_derivatives_trading_usds_futures.derivatives_trading_usds_futures import (
    DerivativesTradingUsdsFutures,
)
from binance_sdk_derivatives_trading_usds_futures.rest_api.models import PlaceMultipleOrdersBatchOrdersParameterInner
from binance_sdk_spot.spot import Spot

from client_binance_sdk import ID, ONE, bare, plain
from exchange import Exchange


# What the exchange tells, or told before its documents left it out, and the models have not.
NAMED = {
    # Gone from the documents on 2026-07-15.
    *(f"{call}.{name}" for call in ("new_order", "modify_order", "cancel_order") for name in ("avgPrice", "cumQuote")),
    # The models of the same orders elsewhere have it.
    "new_order.expiryReason", "delete_order_list.order_reports.selfTradePreventionMode",
    # Those of one algo order have it where it is placed.
    "query_algo_order.activatePrice", "query_algo_order.callbackRate",
    # The old version of an account tells more of positions than is documented.
    *(f"account_information_v2.positions.{name}" for name in (
        "breakEvenPrice", "isolatedMargin", "isolatedWallet", "notional")),
}


class Complaints(logging.Handler):
    """What the SDKs say that they could not read, besides the refusals that are asked for."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.lines = []

    def emit(self, record):
        line = record.getMessage()
        if not line.startswith(("Error received from server", "Connection with user closed")):
            self.lines.append(line)


def client(kind, place, calls, key, secret):
    return kind(
        ConfigurationRestAPI(key, secret, f"http://{place}", timeout=20_000),
        ConfigurationWebSocketAPI(key, secret, stream_url=f"ws://{place}/{calls}"),
        ConfigurationWebSocketStreams(stream_url=f"ws://{place}"),
    )


def unknown(value, path=""):
    """The names that a value has and the SDK's model of it has not."""
    value = bare(value)
    if isinstance(value, list):
        return {name for inner in value for name in unknown(inner, path)}
    if not hasattr(value, "to_dict"):
        return {path} if isinstance(value, dict) else set()
    names = {f"{path}.{name}" for name in getattr(value, "additional_properties", None) or {}}
    for name, inner in vars(value).items():
        if name != "additional_properties":
            names |= unknown(inner, f"{path}.{name}")
    return names


class Asked:
    """The calls of an SDK, by name."""

    def __init__(self, api):
        self.api, self.strange = api, set()

    def __call__(self, name, **words):
        return self.read(name, getattr(self.api, name)(**words).data())

    def read(self, name, told):
        if not (isinstance(told, dict) and "error" in told):
            self.strange |= unknown(told, name)
        return plain(told)

    def refused(self, name, **words):
        """The code of the exchange's refusal."""
        try:
            return self(name, **words)
        except Error as problem:
            return problem.status_code


class Called(Asked):
    """The same on a socket."""

    async def __call__(self, name, **words):
        told = self.read(name, (await getattr(self.api, name)(**words)).data())
        return told["result"] if "result" in told else told


def price_of(exchange, path):
    price = float(exchange.get(f"{path}ticker/price", **ONE)["price"])
    return price, f"{price * 0.97:.1f}", f"{price * 1.03:.1f}"


def spot_orders(exchange, ask):
    price, far, high = price_of(exchange, "/api/v3/")
    market = ask("new_order", side="BUY", type="MARKET", quantity=0.1, **ONE)
    exchange.same("spot market", [market["status"], market["executedQty"]], ["FILLED", "0.10000000"])
    spent = ask("new_order", side="BUY", type="MARKET", quote_order_qty=500, **ONE)
    exchange.check("spot by cost", 490 < float(spent["cummulativeQuoteQty"]) <= 500, spent)
    limit = ask("new_order", side="BUY", type="LIMIT", time_in_force="GTC", quantity=0.01, price=float(far),
                new_client_order_id="sdk", **ONE)
    exchange.same("spot limit", [limit["status"], limit["clientOrderId"]], ["NEW", "sdk"])
    told = ask("get_order", orig_client_order_id="sdk", **ONE)
    exchange.same("spot get_order", [told["orderId"], told["status"], float(told["price"])], [limit["orderId"], "NEW", float(far)])
    exchange.same("spot get_open_orders", ask("get_open_orders", **ONE), [told])
    less = ask("order_amend_keep_priority", order_id=limit["orderId"], new_qty=0.009, **ONE)
    exchange.same("spot amend", less["amendedOrder"].get("qty"), "0.00900000")
    moved = ask("order_cancel_replace", side="BUY", type="LIMIT", cancel_replace_mode="STOP_ON_FAILURE", time_in_force="GTC",
                quantity=0.01, price=float(far), cancel_order_id=limit["orderId"], **ONE)
    exchange.same("spot cancelReplace", [moved["cancelResult"], moved["newOrderResult"]], ["SUCCESS", "SUCCESS"])
    order_id = moved["newOrderResponse"]["orderId"]
    exchange.same("spot delete_order", ask("delete_order", order_id=order_id, **ONE)["status"], "CANCELED")
    exchange.same("spot cancelled twice", ask.refused("delete_order", order_id=order_id, **ONE), -2011)
    exchange.same("spot an order that is not", ask.refused("get_order", order_id=999_999_999, **ONE), -2013)
    for kind, words in (
        ("LIMIT_MAKER", {"price": float(high)}), ("STOP_LOSS", {"stop_price": float(far)}),
        ("TAKE_PROFIT", {"stop_price": float(high)}),
        ("STOP_LOSS_LIMIT", {"stop_price": float(far), "price": float(far), "time_in_force": "GTC"}),
        ("TAKE_PROFIT_LIMIT", {"stop_price": float(high), "price": float(high), "time_in_force": "GTC"}),
        ("STOP_LOSS", {"trailing_delta": 200}),
    ):
        order = ask("new_order", side="SELL", type=kind, quantity=0.01, **words, **ONE)
        told = ask("get_order", order_id=order["orderId"], **ONE)
        exchange.same(f"spot {kind} {sorted(words)}", [told["status"], told["type"]], ["NEW", kind])
    for kind, expected in (("IOC", "EXPIRED"), ("FOK", "EXPIRED")):
        order = ask("new_order", side="BUY", type="LIMIT", time_in_force=kind, quantity=0.01, price=float(far), **ONE)
        exchange.same(f"spot {kind}", order["status"], expected)
    row = next(row for row in ask("get_account")["balances"] if row["asset"] == "BTC")
    exchange.same("spot locked", row["locked"], "0.06000000")
    exchange.same("spot delete_open_orders", {row["status"] for row in ask("delete_open_orders", **ONE)}, {"CANCELED"})
    exchange.same("spot order_test", ask("order_test", side="BUY", type="MARKET", quantity=0.1, **ONE), {})


def spot_lists(exchange, ask):
    price, far, high = price_of(exchange, "/api/v3/")
    legs = {"above_type": "LIMIT_MAKER", "above_price": float(high), "below_type": "STOP_LOSS", "below_stop_price": float(far)}
    pending = {f"pending_{name}": value for name, value in legs.items()}
    working = {"working_type": "LIMIT", "working_side": "BUY", "working_price": float(far), "working_quantity": 0.01,
               "working_time_in_force": "GTC", "pending_side": "SELL", "pending_quantity": 0.009}
    for name, words, count in (
        ("order_list_oco", {"side": "SELL", "quantity": 0.02, **legs}, 2),
        ("order_oco", {"side": "SELL", "quantity": 0.02, "price": float(high), "stop_price": float(far)}, 2),
        ("order_list_oto", {**working, "pending_type": "LIMIT_MAKER", "pending_price": float(high)}, 2),
        ("order_list_otoco", {**working, **pending}, 3),
    ):
        placed = ask(name, **words, **ONE)
        number = placed["orderListId"]
        exchange.same(f"spot {name}", [placed["listOrderStatus"], len(placed["orders"])], ["EXECUTING", count])
        exchange.same(f"spot {name} told", ask("get_order_list", order_list_id=number)["orders"], placed["orders"])
        exchange.same(f"spot {name} open", [row["orderListId"] for row in ask("open_order_list")], [number])
        gone = ask("delete_order_list", order_list_id=number, **ONE)
        names = {row["clientOrderId"] for row in placed["orders"]}
        exchange.same(f"spot {name} cancelled", [gone["listOrderStatus"], {row["origClientOrderId"] for row in gone["orderReports"]}],
                      ["ALL_DONE", names])


def spot_account(exchange, ask):
    for name, words, code in (
        ("a filter", {"type": "MARKET", "quantity": Decimal("0.000001")}, -1013),
        ("too little money's worth", {"type": "MARKET", "quantity": Decimal("0.00001")}, -1013),
        ("a price off the tick", {"type": "LIMIT", "time_in_force": "GTC", "quantity": 0.01, "price": 90_000.001}, -1013),
        ("a price too far", {"type": "LIMIT", "time_in_force": "GTC", "quantity": 0.01, "price": 900_000}, -1013),
        ("no money", {"type": "MARKET", "quantity": 50}, -2010),
        ("a missing price", {"type": "LIMIT", "time_in_force": "GTC", "quantity": 1}, -1102),
    ):
        exchange.same(f"spot {name}", ask.refused("new_order", side="BUY", **words, **ONE), code)
    exchange.same("spot no such pair", ask.refused("my_trades", symbol="NOPEUSDT"), -1121)
    trades = ask("my_trades", **ONE)
    account = {row["asset"]: float(row["free"]) for row in ask("get_account", omit_zero_balances=True)["balances"]}
    exchange.same("spot BTC", round(account["BTC"], 8), round(sum(float(row["qty"]) - float(row["commission"]) for row in trades), 8))
    exchange.same("spot USDT", round(account["USDT"], 6), round(50_000 - sum(float(row["quoteQty"]) for row in trades), 6))
    exchange.same("spot all_orders", len(ask("all_orders", **ONE)) > 10, True)
    exchange.same("spot account_commission", float(ask("account_commission", **ONE)["standardCommission"]["taker"]), 0.001)
    exchange.same("spot rate_limit_order", [row["interval"] for row in ask("rate_limit_order")], ["SECOND", "DAY"])


def futures_orders(exchange, ask):
    price, far, high = price_of(exchange, "/fapi/v1/")
    exchange.same("leverage", ask("change_initial_leverage", leverage=10, **ONE)["leverage"], 10)
    exchange.same("margin type", ask.refused("change_margin_type", margin_type="CROSSED", **ONE), -4046)
    exchange.same("position mode", ask("get_current_position_mode")["dualSidePosition"], False)
    exchange.same("position mode as it is", ask.refused("change_position_mode", dual_side_position="false"), -4059)
    market = ask("new_order", side="BUY", type="MARKET", quantity=0.2, new_order_resp_type="RESULT", **ONE)
    exchange.same("futures market", [market["status"], market["executedQty"]], ["FILLED", "0.200"])
    position = ask("position_information_v3", **ONE)[0]
    exchange.same("futures position", [position["positionAmt"], position["positionSide"]], ["0.200", "BOTH"])
    limit = ask("new_order", side="BUY", type="LIMIT", time_in_force="GTC", quantity=0.01, price=float(far),
                new_client_order_id="sdk", **ONE)
    told = ask("query_order", orig_client_order_id="sdk", **ONE)
    exchange.same("futures query_order", [told["orderId"], told["status"]], [limit["orderId"], "NEW"])
    exchange.same("futures query_current_open_order", ask("query_current_open_order", order_id=limit["orderId"], **ONE)["status"], "NEW")
    exchange.same("futures open orders", [row["orderId"] for row in ask("current_all_open_orders", **ONE)], [limit["orderId"]])
    changed = ask("modify_order", side="BUY", quantity=0.02, price=float(far), order_id=limit["orderId"], **ONE)
    exchange.same("futures modify_order", changed["origQty"], "0.020")
    exchange.same("futures cancel_order", ask("cancel_order", order_id=limit["orderId"], **ONE)["status"], "CANCELED")
    exchange.same("futures cancelled twice", ask.refused("cancel_order", order_id=limit["orderId"], **ONE), -2011)
    for kind, status in (("IOC", "EXPIRED"), ("GTX", "NEW")):
        order = ask("new_order", side="BUY", type="LIMIT", time_in_force=kind, quantity=0.01, price=float(far), **ONE)
        exchange.same(f"futures {kind}", ask("query_order", order_id=order["orderId"], **ONE)["status"], status)
    exchange.same("futures FOK", ask.refused(
        "new_order", side="BUY", type="LIMIT", time_in_force="FOK", quantity=0.01, price=float(far), **ONE), -5021)
    exchange.same("futures GTX that takes", ask.refused(
        "new_order", side="BUY", type="LIMIT", time_in_force="GTX", quantity=0.01, price=float(high), **ONE), -5022)
    queue = ask("new_order", side="BUY", type="LIMIT", time_in_force="GTC", quantity=0.01, price_match="QUEUE_20", **ONE)
    exchange.same("futures priceMatch", ask("query_order", order_id=queue["orderId"], **ONE)["priceMatch"], "QUEUE_20")
    exchange.same("futures cancel all", ask("cancel_all_open_orders", **ONE)["code"], 200)
    row = PlaceMultipleOrdersBatchOrdersParameterInner(
        symbol=ID, side="BUY", type="LIMIT", timeInForce="GTC", quantity=0.01, price=float(far))
    batch = ask("place_multiple_orders", batch_orders=[row, row])
    exchange.same("futures batch", [row["status"] for row in batch], ["NEW", "NEW"])
    gone = ask("cancel_multiple_orders", order_id_list=[row["orderId"] for row in batch], **ONE)
    exchange.same("futures batch cancelled", [row["status"] for row in gone], ["CANCELED", "CANCELED"])
    exchange.same("futures test_order", ask("test_order", side="BUY", type="MARKET", quantity=0.1, **ONE)["symbol"], ID)
    exchange.same("futures countdown", ask("auto_cancel_all_open_orders", countdown_time=0, **ONE)["symbol"], ID)


def futures_conditions(exchange, ask):
    price, far, high = price_of(exchange, "/fapi/v1/")
    for kind, words in (
        ("STOP_MARKET", {"trigger_price": float(far), "close_position": "true"}),
        ("TAKE_PROFIT_MARKET", {"trigger_price": float(high), "quantity": 0.1, "reduce_only": "true"}),
        ("STOP", {"trigger_price": float(far), "price": float(far), "quantity": 0.05}),
        ("TAKE_PROFIT", {"trigger_price": float(high), "price": float(high), "quantity": 0.05}),
        ("TRAILING_STOP_MARKET", {"callback_rate": 2, "quantity": 0.05}),
    ):
        order = ask("new_algo_order", algo_type="CONDITIONAL", side="SELL", type=kind, **words, **ONE)
        told = ask("query_algo_order", algo_id=order["algoId"])
        exchange.same(f"futures {kind}", [told["algoStatus"], told["orderType"], told.get("callbackRate")],
                      ["NEW", kind, "2" if kind == "TRAILING_STOP_MARKET" else None])
    rows = ask("current_all_algo_open_orders", **ONE)
    exchange.same("futures open algo orders", len(rows), 5)
    exchange.same("futures cancel_algo_order", ask("cancel_algo_order", algo_id=rows[0]["algoId"])["code"], "200")
    exchange.same("futures algo cancelled twice", ask.refused("cancel_algo_order", algo_id=rows[0]["algoId"]), -2011)
    exchange.same("futures a stop that would fire", ask.refused(
        "new_algo_order", algo_type="CONDITIONAL", side="SELL", type="STOP_MARKET", trigger_price=float(high), quantity=0.1, **ONE), -2021)
    exchange.same("futures cancel algo orders", ask("cancel_all_algo_open_orders", **ONE)["code"], 200)
    exchange.same("futures no algo orders", ask("current_all_algo_open_orders", **ONE), [])
    exchange.same("futures algo history", {row["algoStatus"] for row in ask("query_all_algo_orders", **ONE)}, {"CANCELED"})


def futures_account(exchange, ask):
    for name, words, code in (
        ("too little", {"type": "MARKET", "quantity": 0.0001}, -1111),
        ("too little money's worth", {"type": "LIMIT", "time_in_force": "GTC", "quantity": 0.001, "price": 40_000}, -4164),
        ("a price off the tick", {"type": "LIMIT", "time_in_force": "GTC", "quantity": 0.01, "price": 90_000.05}, -1111),
        ("no margin", {"type": "MARKET", "quantity": 50}, -2019),
        ("a missing price", {"type": "LIMIT", "time_in_force": "GTC", "quantity": 1}, -1102),
        ("a reduction that is none", {"type": "MARKET", "quantity": 0.1, "reduce_only": "true"}, -2022),
    ):
        exchange.same(f"futures {name}", ask.refused("new_order", side="BUY", **words, **ONE), code)
    exchange.same("isolated while there is a position", ask.refused("change_margin_type", margin_type="ISOLATED", **ONE), -4048)
    account, position = ask("account_information_v3"), ask("position_information_v3", **ONE)[0]
    exchange.same("futures account's position", float(account["positions"][0]["positionAmt"]), float(position["positionAmt"]))
    ask("new_order", side="SELL", type="MARKET", quantity=0.2, reduce_only="true", **ONE)
    exchange.same("futures closed", ask("position_information_v3", **ONE), [])
    balance = next(row for row in ask("futures_account_balance_v3") if row["asset"] == "USDT")
    trades = ask("account_trade_list", **ONE)
    profit = sum(float(row["realizedPnl"]) - float(row["commission"]) for row in trades)
    exchange.same("futures money", round(float(balance["balance"]) - 50_000, 6), round(profit, 6))
    income = ask("get_income_history", limit=1000)
    exchange.same("futures income", round(sum(float(row["income"]) for row in income), 6), round(float(balance["balance"]), 6))
    for name in ("account_information_v2", "futures_account_balance_v2"):
        told = ask(name)
        told = told["totalWalletBalance"] if isinstance(told, dict) else told[0]["balance"]
        exchange.same(f"futures {name}", told, balance["balance"])
    exchange.same("futures v2 positions", float(ask("position_information_v2", **ONE)[0]["positionAmt"]), 0.0)
    exchange.same("futures commission", float(ask("user_commission_rate", **ONE)["takerCommissionRate"]), 0.0005)
    exchange.same("futures symbol configuration", [row["leverage"] for row in ask("symbol_configuration", **ONE)], [10])
    exchange.same("futures account configuration", ask("futures_account_configuration")["dualSidePosition"], False)
    exchange.same("futures brackets", ask("notional_and_leverage_brackets", **ONE)[0]["symbol"], ID)
    exchange.same("futures all_orders", len(ask("all_orders", **ONE)) > 5, True)
    exchange.same("futures rate limits", sorted(row["interval"] for row in ask("query_user_rate_limit")), ["MINUTE", "SECOND"])


async def events_of(stream, ask, name):
    """The events of a stream, each with the name of the SDK's model of it, which has the place of "e"."""
    events = asyncio.Queue()
    stream.on("message", lambda event: events.put_nowait({**ask.read(name, event), "e": type(bare(event)).__name__}))

    async def until(is_last):
        told = []
        while not told or not is_last(told[-1]):
            told.append(await asyncio.wait_for(events.get(), 20))
        return told
    return until


async def spot_sockets(exchange, client):
    """The WebSocket API, and what it tells of an account meanwhile."""
    socket = await client.websocket_api.create_connection()
    ask = Called(socket)
    try:
        opened = await socket.user_data_stream_subscribe_signature()
        until = await events_of(opened.stream, ask, "user_data")
        price, far, _ = price_of(exchange, "/api/v3/")
        placed = await ask("order_place", side="BUY", type="MARKET", quantity=0.01, **ONE)
        exchange.same("spot order.place", placed["status"], "FILLED")
        told = await until(lambda event: event["e"] == "OutboundAccountPosition")
        reports = [row for row in told if row["e"] == "ExecutionReport"]
        exchange.same("spot executionReport", [reports[0]["x"], reports[-1]["X"], reports[-1]["i"]], ["NEW", "FILLED", placed["orderId"]])
        exchange.same("spot outboundAccountPosition", {row["a"] for row in told[-1]["B"]} >= {"BTC", "USDT"}, True)
        limit = await ask("order_place", side="BUY", type="LIMIT", time_in_force="GTC", quantity=0.01, price=float(far), **ONE)
        exchange.same("spot order.status", (await ask("order_status", order_id=limit["orderId"], **ONE))["status"], "NEW")
        exchange.same("spot openOrders.status", [row["orderId"] for row in await ask("open_orders_status", **ONE)], [limit["orderId"]])
        exchange.same("spot order.cancel", (await ask("order_cancel", order_id=limit["orderId"], **ONE))["status"], "CANCELED")
        told = await until(lambda event: event.get("x") == "CANCELED")
        exchange.same("spot executionReport of a cancel", told[-1]["i"], limit["orderId"])
        account = {row["asset"]: row["free"] for row in (await ask("account_status"))["balances"]}
        own = {row["asset"]: row["free"] for row in client.rest_api.get_account().data().to_dict()["balances"]}
        exchange.same("spot account.status", account, own)
        exchange.same("spot myTrades", (await ask("my_trades", **ONE))[-1]["orderId"], placed["orderId"])
        twice = (await ask("order_cancel", order_id=limit["orderId"], **ONE))
        exchange.same("spot cancelled twice on a socket", twice["error"]["code"], -2011)
        few = await ask("order_place", side="BUY", type="MARKET", quantity=Decimal("0.000001"), **ONE)
        exchange.same("spot filter on a socket", few["error"]["code"], -1013)
        await opened.stream.unsubscribe()
    finally:
        await socket.close_connection()
    return ask.strange


async def futures_sockets(exchange, client):
    """The same of futures, whose events come by a listenKey."""
    socket = await client.websocket_api.create_connection()
    streams = await client.websocket_streams.create_connection()
    ask = Called(socket)
    try:
        key = (await ask("start_user_data_stream"))["listenKey"]
        exchange.same("a listenKey is the same until it ends", client.rest_api.start_user_data_stream().data().listen_key, key)
        stream = await streams.user_data(key)
        until = await events_of(stream, ask, "user_data")
        price, far, _ = price_of(exchange, "/fapi/v1/")
        placed = await ask("new_order", side="BUY", type="MARKET", quantity=0.01, **ONE)
        told = await until(lambda event: event["e"] == "AccountUpdate" and float(event["a"]["P"][0]["pa"]) == 0.01)
        exchange.same("ACCOUNT_UPDATE", told[-1]["a"]["m"], "ORDER")
        if not any(row["e"] == "OrderTradeUpdate" and row["o"]["X"] == "FILLED" for row in told):
            told += await until(lambda event: event["e"] == "OrderTradeUpdate" and event["o"]["X"] == "FILLED")
        reports = [row["o"] for row in told if row["e"] == "OrderTradeUpdate"]
        exchange.same("ORDER_TRADE_UPDATE", [reports[0]["x"], reports[-1]["X"], reports[-1]["i"]], ["NEW", "FILLED", placed["orderId"]])
        limit = await ask("new_order", side="BUY", type="LIMIT", time_in_force="GTC", quantity=0.01, price=float(far), **ONE)
        changed = await ask("modify_order", side="BUY", quantity=0.02, price=float(far), order_id=limit["orderId"], **ONE)
        exchange.same("futures order.modify", changed["origQty"], "0.020")
        exchange.same("futures order.status", (await ask("query_order", order_id=limit["orderId"], **ONE))["status"], "NEW")
        exchange.same("futures order.cancel", (await ask("cancel_order", order_id=limit["orderId"], **ONE))["status"], "CANCELED")
        told = await until(lambda event: event["e"] == "OrderTradeUpdate" and event["o"]["x"] == "CANCELED")
        changes = [row["o"]["x"] for row in told if row["e"] == "OrderTradeUpdate"]
        exchange.same("ORDER_TRADE_UPDATE of a change", changes, ["NEW", "AMENDMENT", "CANCELED"])
        stop = await ask("new_algo_order", algo_type="CONDITIONAL", side="SELL", type="STOP_MARKET", trigger_price=float(far), quantity=0.01, **ONE)
        told = await until(lambda event: event["e"] == "AlgoUpdate")
        exchange.same("ALGO_UPDATE", [told[-1]["o"]["aid"], told[-1]["o"]["X"]], [stop["algoId"], "NEW"])
        exchange.same("futures algoOrder.cancel", (await ask("cancel_algo_order", algo_id=stop["algoId"]))["code"], "200")
        position = (await ask("position_information_v2", **ONE))[0]
        exchange.same("futures account.position", position["positionAmt"], "0.010")
        balance, account = (await ask("futures_account_balance_v2"))[0], await ask("account_information_v2")
        exchange.same("futures account.balance", balance["balance"], account["totalWalletBalance"])
        twice = await ask("cancel_order", order_id=limit["orderId"], **ONE)
        exchange.same("futures cancelled twice on a socket", twice["error"]["code"], -2011)
        await stream.unsubscribe()
        client.rest_api.close_user_data_stream()
    finally:
        await socket.close_connection()
        await streams.close_connection()
    return ask.strange


if __name__ == "__main__":
    url, key, secret = sys.argv[1:4]
    exchange = Exchange(url)
    complaints = Complaints()
    logging.getLogger().addHandler(complaints)
    spot = client(Spot, exchange.place, "ws-api/v3", key, secret)
    futures = client(DerivativesTradingUsdsFutures, exchange.place, "ws-fapi/v1", key, secret)
    ask = Asked(spot.rest_api)
    for part in (spot_orders, spot_lists, spot_account):
        part(exchange, ask)
    more = Asked(futures.rest_api)
    for part in (futures_orders, futures_conditions, futures_account):
        part(exchange, more)
    strange = ask.strange | more.strange
    for kind, account in ((Spot, "get_account"), (DerivativesTradingUsdsFutures, "account_information_v3")):
        for name, words, code in (("wrong signature", (key, "nothing"), -1022), ("unknown key", ("k" * 64, secret), -2015)):
            wrong = Asked(client(kind, exchange.place, "", *words).rest_api)
            exchange.same(f"{kind.__name__} {name}", wrong.refused(account), code)
    strange |= asyncio.run(spot_sockets(exchange, spot)) | asyncio.run(futures_sockets(exchange, futures))
    exchange.same("nothing that their models do not have", strange - NAMED, set())
    exchange.same("nothing that they could not read", complaints.lines, [])
    exchange.finish("binance-sdk trading")
