"""ccxt and ccxt.pro, as they come, trading on exchange-sim --market both --clock now.

    trade_ccxt.py URL KEY SECRET
"""

import asyncio
import sys

import ccxt
import ccxt.pro

from client_ccxt import SPOT, SWAP, urls
from exchange import Exchange


def client_of(kind, place, key, secret):
    return kind({**urls(place), "apiKey": key, "secret": secret, "options": {
        "fetchMarkets": {"types": ["spot", "linear"]},
        # What it would fetch on the side is still under way when it is closed.
        "watchBalance": {"fetchBalanceSnapshot": False, "awaitBalanceSnapshot": False},
        "watchPositions": {"fetchPositionsSnapshot": False, "awaitPositionsSnapshot": False}}})


def raised(call, error):
    try:
        return call()
    except error as problem:
        return problem


def same_order(exchange, client, symbol, order):
    """An order that was placed is what the exchange tells of it, and stands among those that are open."""
    told = client.fetch_order(order["id"], symbol)
    exchange.same(f"{symbol} {told['type']} fetch_order", told["id"], order["id"])
    opened = [row["id"] for row in client.fetch_open_orders(symbol)]
    exchange.check(f"{symbol} {told['type']} is {told['status']}", (order["id"] in opened) == (told["status"] == "open"))
    return told


def prices(client, symbol):
    book = client.fetch_order_book(symbol, 5)
    return book["bids"][0][0], book["asks"][0][0]


def limits(exchange, client, symbol):
    """Each way of a limit order, up to its end."""
    bid, ask = prices(client, symbol)
    far = client.price_to_precision(symbol, bid * 0.97)
    order = client.create_order(symbol, "limit", "buy", 0.01, far, {"clientOrderId": f"mine-{len(symbol)}"})
    told = same_order(exchange, client, symbol, order)
    exchange.same(f"{symbol} limit", [told["price"], told["amount"], told["filled"], told["clientOrderId"]],
                  [float(far), 0.01, 0.0, f"mine-{len(symbol)}"])
    twice = raised(lambda: client.create_order(symbol, "limit", "buy", 0.01, far, {"clientOrderId": f"mine-{len(symbol)}"}), ccxt.BaseError)
    exchange.check(f"{symbol} the same name twice", isinstance(twice, ccxt.InvalidOrder | ccxt.ExchangeError), twice)
    changed = client.edit_order(order["id"], symbol, "limit", "buy", 0.02, client.price_to_precision(symbol, bid * 0.96))
    exchange.same(f"{symbol} edit_order", client.fetch_order(changed["id"], symbol)["amount"], 0.02)
    gone = client.cancel_order(changed["id"], symbol)
    exchange.same(f"{symbol} cancel_order", [gone["id"], gone["status"]], [changed["id"], "canceled"])
    missing = raised(lambda: client.cancel_order(changed["id"], symbol), ccxt.OrderNotFound)
    exchange.check(f"{symbol} cancelled twice", isinstance(missing, ccxt.OrderNotFound), missing)
    maker = raised(lambda: client.create_order(symbol, "limit", "buy", 0.01, client.price_to_precision(symbol, ask * 1.01), {
        "postOnly": True}), ccxt.ExchangeError)
    # ccxt has a name of its own for spot's refusal alone.
    exchange.check(f"{symbol} postOnly that takes", "-5022" in str(maker) or isinstance(maker, ccxt.OrderImmediatelyFillable), maker)
    once = client.create_order(symbol, "limit", "buy", 0.01, far, {"timeInForce": "IOC"})
    exchange.same(f"{symbol} IOC", client.fetch_order(once["id"], symbol)["status"], "expired")
    for name, call, error in (
        ("too little", lambda: client.create_order(symbol, "limit", "buy", 0.00001, far), ccxt.InvalidOrder),
        ("too much", lambda: client.create_order(symbol, "limit", "buy", 80, client.price_to_precision(symbol, bid)), ccxt.InsufficientFunds),
    ):
        seen = raised(call, ccxt.BaseError)
        # It knows futures by their host's name, and has no names for their refusals elsewhere.
        exchange.check(f"{symbol} {name}", isinstance(seen, error) or symbol == SWAP and "-2019" in str(seen), seen)
    for _ in range(2):
        client.create_order(symbol, "limit", "buy", 0.01, far)
    client.cancel_all_orders(symbol)
    exchange.same(f"{symbol} cancel_all_orders", client.fetch_open_orders(symbol), [])


def spot(exchange, client):
    start = client.fetch_balance()["USDT"]
    exchange.same("spot begins", [start["free"], start["used"]], [50_000.0, 0.0])
    limits(exchange, client, SPOT)
    order = client.create_order(SPOT, "market", "buy", 0.1)
    told = same_order(exchange, client, SPOT, order)
    trades = client.fetch_my_trades(SPOT)
    exchange.same("spot market", [told["filled"], told["status"], round(sum(row["amount"] for row in trades), 8)], [0.1, "closed", 0.1])
    balance = client.fetch_balance()
    fees = sum(row["fee"]["cost"] for row in trades)
    exchange.same("spot fee in the bought asset", round(balance["BTC"]["total"], 8), round(0.1 - fees, 8))
    exchange.same("spot paid", round(balance["USDT"]["total"], 6), round(50_000 - told["cost"], 6))
    spent = client.create_order(SPOT, "market", "buy", None, None, {"cost": 500})
    exchange.check("spot by cost", 490 < spent["cost"] <= 500, spent["cost"])
    bid, ask = prices(client, SPOT)
    stop = client.create_order(SPOT, "limit", "sell", 0.02, client.price_to_precision(SPOT, bid * 0.965), {
        "triggerPrice": client.price_to_precision(SPOT, bid * 0.97)})
    waiting = same_order(exchange, client, SPOT, stop)
    exchange.same("spot stop", [waiting["status"], waiting["triggerPrice"]], ["open", float(client.price_to_precision(SPOT, bid * 0.97))])
    exchange.same("spot locked", client.fetch_balance()["BTC"]["used"], 0.02)
    early = raised(lambda: client.create_order(SPOT, "limit", "sell", 0.02, client.price_to_precision(SPOT, bid), {
        "stopLossPrice": client.price_to_precision(SPOT, ask * 1.05)}), ccxt.BaseError)
    exchange.check("spot stop that would fire", isinstance(early, ccxt.OrderImmediatelyFillable | ccxt.InvalidOrder), early)
    lists = client.privatePostOrderListOco({
        "symbol": "BTCUSDT", "side": "SELL", "quantity": "0.03", "aboveType": "LIMIT_MAKER",
        "abovePrice": client.price_to_precision(SPOT, ask * 1.03), "belowType": "STOP_LOSS",
        "belowStopPrice": client.price_to_precision(SPOT, bid * 0.97)})
    exchange.same("spot OCO", [lists["contingencyType"], len(lists["orders"])], ["OCO", 2])
    client.cancel_all_orders(SPOT)
    exchange.same("spot all free again", client.fetch_balance()["BTC"]["used"], 0.0)
    exchange.check("spot fetch_orders", len(client.fetch_orders(SPOT)) > 5)
    exchange.same("spot fees", client.fetch_trading_fee(SPOT)["taker"], 0.001)


def swap(exchange, client):
    start = client.fetch_balance({"type": "swap"})["USDT"]
    exchange.same("swap begins", [start["free"], start["used"]], [50_000.0, 0.0])
    limits(exchange, client, SWAP)
    exchange.same("set_leverage", int(client.set_leverage(10, SWAP)["leverage"]), 10)
    exchange.same("fetch_leverage", client.fetch_leverage(SWAP)["longLeverage"], 10)
    same = raised(lambda: client.set_margin_mode("cross", SWAP), ccxt.BaseError)
    exchange.check("set_margin_mode", not isinstance(same, ccxt.BaseError) or isinstance(same, ccxt.MarginModeAlreadySet), same)
    exchange.same("fetch_position_mode", client.fetch_position_mode(SWAP)["hedged"], False)
    order = client.create_order(SWAP, "market", "buy", 0.2)
    told = client.fetch_order(order["id"], SWAP)
    exchange.same("swap market", [told["filled"], told["status"]], [0.2, "closed"])
    position = client.fetch_positions([SWAP])[0]
    exchange.same("swap position", [position["contracts"], position["side"], position["marginMode"]],
                  [0.2, "long", "cross"])
    exchange.check("swap entry", abs(position["entryPrice"] - told["average"]) < 0.01, position["entryPrice"], told["average"])
    trades = client.fetch_my_trades(SWAP)
    exchange.same("swap trades", round(sum(row["amount"] for row in trades), 8), 0.2)
    bid, ask = prices(client, SWAP)
    stop = client.create_order(SWAP, "market", "sell", 0.2, None, {
        "stopLossPrice": client.price_to_precision(SWAP, bid * 0.9), "reduceOnly": True})
    target = client.create_order(SWAP, "limit", "sell", 0.2, client.price_to_precision(SWAP, ask * 1.1), {
        "takeProfitPrice": client.price_to_precision(SWAP, ask * 1.1), "reduceOnly": True})
    trailing = client.create_order(SWAP, "market", "sell", 0.2, None, {"trailingPercent": 5, "reduceOnly": True})
    rows = client.fetch_open_orders(SWAP, params={"trigger": True})
    exchange.same("swap conditional orders", sorted(row["id"] for row in rows), sorted(row["id"] for row in (stop, target, trailing)))
    client.cancel_order(stop["id"], SWAP, {"trigger": True})
    client.cancel_all_orders(SWAP, {"trigger": True})
    exchange.same("swap conditional orders cancelled", client.fetch_open_orders(SWAP, params={"trigger": True}), [])
    refused = raised(lambda: client.create_order(SWAP, "market", "buy", 0.1, None, {"reduceOnly": True}), ccxt.BaseError)
    exchange.check("swap reduceOnly that opens", "-2022" in str(refused), refused)
    client.create_order(SWAP, "market", "sell", 0.2, None, {"reduceOnly": True})
    exchange.same("swap closed", [row for row in client.fetch_positions([SWAP]) if row["contracts"]], [])
    income = client.fapiPrivateGetIncome({"limit": 1000})
    balance = client.fetch_balance({"type": "swap"})["USDT"]["total"]
    exchange.same("swap income", round(sum(float(row["income"]) for row in income), 6), round(balance, 6))
    batch = client.create_orders([
        {"symbol": SWAP, "type": "limit", "side": "buy", "amount": 0.01, "price": float(client.price_to_precision(SWAP, bid * 0.95))}] * 2)
    exchange.same("swap batch", [row["status"] for row in batch], ["open", "open"])
    client.cancel_orders([row["id"] for row in batch], SWAP)
    exchange.same("swap batch cancelled", client.fetch_open_orders(SWAP), [])


def refused(exchange, place, key):
    wrong = client_of(ccxt.binance, place, key, "nothing")
    wrong.load_markets()
    for kind in ("spot", "swap"):
        seen = raised(lambda kind=kind: wrong.fetch_balance({"type": kind}), ccxt.BaseError)
        exchange.check(f"{kind} wrong signature", isinstance(seen, ccxt.AuthenticationError), seen)


async def heard(exchange, place, key, secret):
    """What ccxt.pro hears of its orders and balances."""
    client = client_of(ccxt.pro.binance, place, key, secret)
    try:
        await client.load_markets()
        for symbol in (SPOT, SWAP):
            kind = "spot" if symbol == SPOT else "swap"
            orders = asyncio.ensure_future(client.watch_orders(symbol))
            balances = asyncio.ensure_future(client.watch_balance({"type": kind}))
            trades = asyncio.ensure_future(client.watch_my_trades(symbol))
            positions = asyncio.ensure_future(client.watch_positions([symbol])) if symbol == SWAP else None
            # It fetches its balance when it subscribes, and is there then.
            await asyncio.sleep(0)
            while not any(url for url in client.clients if client.clients[url].subscriptions):
                await asyncio.sleep(0.01)
            order = None
            while not orders.done():
                order = await client.create_order(symbol, "market", "buy", 0.01)
                await asyncio.wait({orders}, timeout=0.5)
            told = (await orders)[-1]
            exchange.same(f"{symbol} watch_orders", [told["symbol"], told["side"]], [symbol, "buy"])
            balance = await asyncio.wait_for(balances, 10)
            exchange.check(f"{symbol} watch_balance", balance["USDT"]["total"] > 0, balance["USDT"])
            trade = (await asyncio.wait_for(trades, 10))[-1]
            exchange.same(f"{symbol} watch_my_trades", [trade["symbol"], trade["side"]], [symbol, "buy"])
            if positions:
                position = (await asyncio.wait_for(positions, 10))[-1]
                exchange.same("watch_positions", [position["symbol"], position["side"]], [symbol, "long"])
            price = client.price_to_precision(symbol, told["average"] * 0.97)
            ordered = await client.create_order_ws(symbol, "limit", "buy", 0.01, price)
            seen = await client.fetch_order_ws(ordered["id"], symbol)
            exchange.same(f"{symbol} fetch_order_ws", [seen["status"], seen["price"], seen["amount"]], ["open", float(price), 0.01])
            exchange.same(f"{symbol} create_order_ws", (await client.cancel_order_ws(ordered["id"], symbol))["status"], "canceled")
            exchange.check(f"{symbol} filled", (await client.fetch_order(order["id"], symbol))["filled"] == 0.01)
    finally:
        await client.close()


if __name__ == "__main__":
    url, key, secret = sys.argv[1:4]
    exchange = Exchange(url)
    client = client_of(ccxt.binance, exchange.place, key, secret)
    client.load_markets()
    spot(exchange, client)
    swap(exchange, client)
    refused(exchange, exchange.place, key)
    asyncio.run(heard(exchange, exchange.place, key, secret))
    exchange.finish("ccxt trading")
