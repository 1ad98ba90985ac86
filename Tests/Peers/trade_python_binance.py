"""python-binance, as it comes, trading on exchange-sim --market both --clock now.

    trade_python_binance.py URL KEY SECRET
"""

import asyncio
import sys

from binance import AsyncClient, BinanceSocketManager, Client
from binance.exceptions import BinanceAPIException

from client_python_binance import ID, ONE, point
from exchange import Exchange


def refused(call):
    """The code of the exchange's refusal."""
    try:
        return call()
    except BinanceAPIException as problem:
        return problem.code


def spot(exchange, client):
    price = float(client.get_symbol_ticker(**ONE)["price"])
    far, high = f"{price * 0.97:.1f}", f"{price * 1.03:.1f}"
    market = client.order_market_buy(symbol=ID, quantity="0.10000")
    exchange.same("market", [market["status"], market["executedQty"]], ["FILLED", "0.10000000"])
    exchange.same("its fills", [row["id"] for row in client.get_my_trades(symbol=ID)],
                  [row["tradeId"] for row in market["fills"]])
    limit = client.order_limit_buy(symbol=ID, quantity="0.01000", price=far, newClientOrderId="limit")
    exchange.same("limit", [limit["status"], limit["clientOrderId"]], ["NEW", "limit"])
    exchange.same("open", [row["orderId"] for row in client.get_open_orders(symbol=ID)], [limit["orderId"]])
    exchange.same("get_order", client.get_order(symbol=ID, origClientOrderId="limit")["status"], "NEW")
    exchange.same("cancel_order", client.cancel_order(symbol=ID, orderId=limit["orderId"])["status"], "CANCELED")
    exchange.same("cancelled twice", refused(lambda: client.cancel_order(symbol=ID, orderId=limit["orderId"])), -2011)
    maker = client.create_order(symbol=ID, side="BUY", type="LIMIT_MAKER", quantity="0.01000", price=far)
    exchange.same("LIMIT_MAKER", client.get_order(symbol=ID, orderId=maker["orderId"])["type"], "LIMIT_MAKER")
    for kind, extra in (
        ("STOP_LOSS", {}), ("TAKE_PROFIT", {"stopPrice": high}),
        ("STOP_LOSS_LIMIT", {"price": far, "timeInForce": "GTC"}),
        ("TAKE_PROFIT_LIMIT", {"price": high, "timeInForce": "GTC", "stopPrice": high}),
    ):
        order = client.create_order(symbol=ID, side="SELL", type=kind, quantity="0.01000", **{"stopPrice": far, **extra})
        told = client.get_order(symbol=ID, orderId=order["orderId"])
        exchange.same(kind, [told["status"], told["isWorking"], told["stopPrice"]],
                      ["NEW", False, f"{float(extra.get('stopPrice', far)):.8f}"])
    exchange.same("test order", client.create_test_order(symbol=ID, side="BUY", type="MARKET", quantity="0.1"), {})
    exchange.same("balance", client.get_asset_balance(asset="BTC")["locked"], "0.04000000")
    for name, order, code in (
        ("a filter", {"type": "MARKET", "quantity": "0.000001"}, -1013),
        ("too many decimals", {"type": "MARKET", "quantity": "0.0000000001"}, -1111),
        ("no money", {"type": "MARKET", "quantity": "50"}, -2010),
        ("a missing price", {"type": "LIMIT", "timeInForce": "GTC", "quantity": "1"}, -1102),
    ):
        exchange.same(name, refused(lambda order=order: client.create_order(symbol=ID, side="BUY", **order)), code)
    oco = client.create_oco_order(symbol=ID, side="SELL", quantity="0.02000", aboveType="LIMIT_MAKER", abovePrice=high,
                                  belowType="STOP_LOSS", belowStopPrice=far)
    exchange.same("OCO", [oco["contingencyType"], len(oco["orders"])], ["OCO", 2])
    client.cancel_all_open_orders(symbol=ID)
    exchange.same("all cancelled", client.get_open_orders(), [])
    exchange.same("nothing is locked", {row["locked"] for row in client.get_account()["balances"]}, {"0.00000000"})


def futures(exchange, client):
    price = float(client.futures_symbol_ticker(**ONE)["price"])
    far, high = f"{price * 0.97:.1f}", f"{price * 1.03:.1f}"
    exchange.same("leverage", client.futures_change_leverage(symbol=ID, leverage=5)["leverage"], 5)
    exchange.same("margin type", refused(lambda: client.futures_change_margin_type(symbol=ID, marginType="CROSSED")), -4046)
    exchange.same("position mode", client.futures_get_position_mode()["dualSidePosition"], False)
    market = client.futures_create_order(symbol=ID, side="SELL", type="MARKET", quantity="0.100", newOrderRespType="RESULT")
    exchange.same("futures market", [market["status"], float(market["executedQty"])], ["FILLED", 0.1])
    position = client.futures_position_information(symbol=ID)[0]
    exchange.same("futures position", [float(position["positionAmt"]), position["positionSide"]], [-0.1, "BOTH"])
    limit = client.futures_create_order(symbol=ID, side="BUY", type="LIMIT", timeInForce="GTC", quantity="0.050", price=far)
    exchange.same("futures limit", client.futures_get_order(symbol=ID, orderId=limit["orderId"])["status"], "NEW")
    changed = client.futures_modify_order(symbol=ID, side="BUY", orderId=limit["orderId"], quantity="0.060", price=far)
    exchange.same("futures modify", float(changed["origQty"]), 0.06)
    stop = client.futures_create_order(symbol=ID, side="BUY", type="STOP_MARKET", stopPrice=high, closePosition="true")
    exchange.same("futures stop", [stop["algoStatus"], stop["orderType"]], ["NEW", "STOP_MARKET"])
    exchange.same("futures algo orders", [row["algoId"] for row in client.futures_get_open_algo_orders(symbol=ID)], [stop["algoId"]])
    exchange.same("futures open orders", [row["orderId"] for row in client.futures_get_open_orders(symbol=ID)], [limit["orderId"]])
    exchange.same("futures cancel", client.futures_cancel_all_open_orders(symbol=ID)["code"], 200)
    exchange.same("futures reduce-only", refused(lambda: client.futures_create_order(
        symbol=ID, side="SELL", type="MARKET", quantity="0.1", reduceOnly="true")), -2022)
    exchange.same("futures filter", refused(lambda: client.futures_create_order(
        symbol=ID, side="BUY", type="LIMIT", timeInForce="GTC", quantity="0.050", price="0.05")), -1111)
    client.futures_create_order(symbol=ID, side="BUY", type="MARKET", quantity="0.100", reduceOnly="true")
    account, balance = client.futures_account(), client.futures_account_balance()
    exchange.same("futures account", account["totalWalletBalance"], balance[0]["balance"])
    trades = client.futures_account_trades(symbol=ID)
    profit = sum(float(row["realizedPnl"]) - float(row["commission"]) for row in trades)
    exchange.same("futures money", round(float(balance[0]["balance"]) - 50_000, 4), round(profit, 4))
    exchange.same("futures income", round(sum(float(row["income"]) for row in client.futures_income_history(limit=1000)), 4),
                  round(float(balance[0]["balance"]), 4))


async def end(order):
    """A socket of it closes when its next message comes, or after ten seconds."""

    async def later():
        await asyncio.sleep(0.2)
        await order()

    return asyncio.ensure_future(later())


async def heard(exchange, key, secret):
    """What its sockets hear of an account, and what the WebSocket API answers."""
    client = await AsyncClient.create(key, secret)
    try:
        manager = BinanceSocketManager(client)
        async with manager.user_socket() as socket:
            order = await client.order_market_buy(symbol=ID, quantity="0.01000")
            told = []
            while not told or told[-1]["e"] != "outboundAccountPosition":
                told.append(await socket.recv())
            reports = [row for row in told if row["e"] == "executionReport"]
            exchange.same("executionReport", [reports[0]["x"], reports[-1]["X"], reports[-1]["i"]],
                          ["NEW", "FILLED", order["orderId"]])
            last = await end(lambda: client.order_market_buy(symbol=ID, quantity="0.01000"))
        await last
        async with manager.futures_user_socket() as socket:
            order = await client.futures_create_order(symbol=ID, side="BUY", type="MARKET", quantity="0.010")
            told = []
            while not told or told[-1].get("o", {}).get("X") != "FILLED":
                told.append(await socket.recv())
            exchange.same("ORDER_TRADE_UPDATE", told[-1]["o"]["i"], order["orderId"])
            exchange.same("ACCOUNT_UPDATE", (await socket.recv())["a"]["m"], "ORDER")
            last = await end(lambda: client.futures_create_order(symbol=ID, side="BUY", type="MARKET", quantity="0.010"))
        await last
        placed = await client.ws_create_order(symbol=ID, side="BUY", type="MARKET", quantity="0.01000")
        exchange.same("ws_create_order", placed["status"], "FILLED")
        told = await client.ws_get_order(symbol=ID, orderId=placed["orderId"])
        exchange.same("ws_get_order", told["status"], "FILLED")
        far = f"{float((await client.futures_symbol_ticker(**ONE))['price']) * 0.97:.1f}"
        limit = await client.ws_futures_create_order(symbol=ID, side="BUY", type="LIMIT", timeInForce="GTC", quantity="0.010", price=far)
        exchange.same("ws_futures_get_order", (await client.ws_futures_get_order(symbol=ID, orderId=limit["orderId"]))["status"], "NEW")
        exchange.same("ws_futures_edit_order", (await client.ws_futures_edit_order(
            symbol=ID, side="BUY", orderId=limit["orderId"], quantity="0.020", price=far))["origQty"], "0.020")
        exchange.same("futures_get_open_orders", [row["orderId"] for row in await client.futures_get_open_orders(symbol=ID)], [limit["orderId"]])
        exchange.same("ws_futures_cancel_order", (await client.ws_futures_cancel_order(symbol=ID, orderId=limit["orderId"]))["status"], "CANCELED")
        stop = await client.ws_futures_create_order(symbol=ID, side="SELL", type="STOP_MARKET", triggerPrice=far, quantity="0.010")
        exchange.same("ws_futures_create_order of a stop", stop["algoStatus"], "NEW")
        exchange.same("ws_futures_cancel_order of a stop", (await client.ws_futures_cancel_order(algoId=stop["algoId"]))["algoId"], stop["algoId"])
        position = (await client.ws_futures_v2_account_position(symbol=ID))[0]
        exchange.same("ws_futures_v2_account_position", position["positionAmt"], "0.020")
        balance, account = (await client.ws_futures_v2_account_balance())[0], await client.futures_account()
        exchange.same("ws_futures_v2_account_balance", balance["balance"], account["totalWalletBalance"])
        spot = {row["asset"]: row["free"] for row in (await client.get_account())["balances"]}
        own = {row["asset"]: row["free"] for row in (await client.ws_get_account())["balances"]}
        exchange.same("ws_get_account", own, spot)
    finally:
        await client.close_connection()


if __name__ == "__main__":
    url, key, secret = sys.argv[1:4]
    exchange = Exchange(url)
    point(exchange.place)
    client = Client(key, secret)
    spot(exchange, client)
    futures(exchange, client)
    exchange.same("wrong signature", refused(Client(key, "nothing").get_account), -1022)
    exchange.same("unknown key", refused(Client("k" * 64, secret).get_account), -2015)
    asyncio.run(heard(exchange, key, secret))
    exchange.finish("python-binance trading")
