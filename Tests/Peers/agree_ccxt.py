"""What Strata keeps of its account at exchange-sim, and what ccxt reads of the same account: equal in each field that
both show. The market goes on: where an order changed between two readings they are read anew.

    agree_ccxt.py URL KEY SECRET DATABASE
"""

import sqlite3
import sys
import time

import ccxt

from client_ccxt import urls
from exchange import Exchange

TRIES = 30
STATUS = {"filled": "closed", "cancelled": "canceled", "expired": "expired", "new": "open", "partially_filled": "open"}
OPEN = ("new", "partially_filled")


class Read:
    """ccxt's readings, whose clock goes at the market's pace only if it is set again and again."""

    def __init__(self, place, key, secret):
        self.client = ccxt.binanceusdm({
            **urls(place), "apiKey": key, "secret": secret,
            "options": {"fetchMarkets": {"types": ["linear"]}, "adjustForTimeDifference": True, "recvWindow": 60_000}})
        self.client.load_markets()

    def __call__(self, name, *words, **parameters):
        self.client.load_time_difference()
        return getattr(self.client, name)(*words, **parameters)


def books(path):
    """Strata's rows: numbers as their texts, names as the exchange has them."""
    rows = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    rows.row_factory = sqlite3.Row
    return {table: [dict(row) for row in rows.execute(f"select * from {table}")]
            for table in ("orders", "fills", "positions", "balances", "meta")}


def unified(symbol):
    return f"{symbol}:USDT"


def near(value):
    return None if value is None else round(float(value), 8)


def alike(ours, told, digits=2):
    """Whether rows are equal, and numbers to so many of the last digit: an average of three prices may have no end, and
    what a fill won is told by one that was rounded."""
    if isinstance(ours, list):
        return isinstance(told, list) and len(ours) == len(told) and all(alike(*pair, digits) for pair in zip(ours, told))
    if isinstance(ours, float) and isinstance(told, float):
        return abs(ours - told) < (digits + 0.5) * 1e-8
    return ours == told


def apart(ours, told):
    """The parts that are not alike; what is summed up over all fills may have the rounding of each."""
    return [name for name in ours if not alike(ours[name], told[name], len(ours["fills"]) if name in ("results", "money") else 2)]


def strata(kept):
    """Strata's side: fills, open and ended orders, positions, money."""
    fills = [[str(row["venue_id"]), unified(row["symbol"]), row["side"], near(row["qty"]), near(row["price"]),
              near(row["fee"]), "maker" if row["maker"] else "taker", near(row["realized_pnl"])] for row in kept["fills"]]
    resting, ended = [], []
    for row in kept["orders"]:
        name = f"st-{row['signal_id']}-{row['leg']}"
        if row["status"] in OPEN:
            waits = row["purpose"] in ("stop", "target")
            price, trigger = (None, near(row["price"])) if waits else (near(row["price"]), None)
            resting.append([name, unified(row["symbol"]), row["side"], near(row["qty"]), near(row["executed_qty"]), price, trigger])
        elif row["executed_qty"]:
            average = near(row["executed_value"] / row["executed_qty"])
            ended.append([name, unified(row["symbol"]), row["side"], STATUS[row["status"]], near(row["executed_qty"]), average])
    leverage = {row["key"].split(" ")[1]: row["value"] for row in kept["meta"] if str(row["key"]).startswith("leverage ")}
    held = [[unified(row["symbol"]), near(row["size"]), near(row["entry_price"]), leverage[row["symbol"]]]
            for row in kept["positions"] if row["size"]]
    money = [[row["asset"], near(row["total"])] for row in kept["balances"]]
    results = [[unified(row["symbol"]), near(row["realized_pnl"]), near(row["fees"])] for row in kept["positions"] if row["fees"]]
    return {"fills": sorted(fills), "resting": sorted(resting), "ended": sorted(ended), "held": sorted(held),
            "results": sorted(results), "money": money}


def theirs(read, kept):
    """The same as ccxt reads it."""
    symbols = sorted({unified(row["symbol"]) for row in kept["orders"]})
    trades = [row for symbol in symbols for row in read("fetch_my_trades", symbol)]
    fills = [[row["id"], row["symbol"], row["side"], near(row["amount"]), near(row["price"]), near(row["fee"]["cost"]),
              row["takerOrMaker"], near(row["info"]["realizedPnl"])] for row in trades]
    orders = [row for symbol in symbols for row in read("fetch_open_orders", symbol)]
    orders += [row for symbol in symbols for row in read("fetch_open_orders", symbol, params={"trigger": True})]
    resting = [[row["clientOrderId"], row["symbol"], row["side"], near(row["amount"]), near(row["filled"] or 0),
                near(row["price"]) or None, near(row["triggerPrice"])] for row in orders]
    ended = []
    for symbol in symbols:
        for row in read("fetch_orders", symbol):
            if row["filled"] and row["status"] != "open":
                ended.append([row["clientOrderId"], symbol, row["side"], row["status"], near(row["filled"]), near(row["average"])])
    held = [[row["symbol"], near(row["contracts"]) * (-1 if row["side"] == "short" else 1), near(row["entryPrice"]),
             read("fetch_leverage", row["symbol"])["longLeverage"]] for row in read("fetch_positions") if row["contracts"]]
    results = []
    for symbol in symbols:
        own = [row for row in trades if row["symbol"] == symbol]
        if own:
            results.append([symbol, near(sum(float(row["info"]["realizedPnl"]) for row in own)), near(sum(row["fee"]["cost"] for row in own))])
    # What ccxt calls the total has what positions won or lost so far in it.
    assets = read("fetch_balance")["info"]["assets"]
    money = [[row["asset"], near(row["walletBalance"])] for row in assets if row["asset"] == "USDT"]
    return {"fills": sorted(fills), "resting": sorted(resting), "ended": sorted(ended), "held": sorted(held),
            "results": sorted(results), "money": money}


if __name__ == "__main__":
    url, key, secret, path = sys.argv[1:5]
    exchange = Exchange(url)
    read = Read(exchange.place, key, secret)
    ours, told = {}, {}
    for _ in range(TRIES):
        kept = books(path)
        ours, told = strata(kept), theirs(read, kept)
        if not apart(ours, told) and strata(books(path)) == ours:
            break
        time.sleep(0.5)
    for name in ours:
        alone = [row for row in ours[name] if row not in told[name]], [row for row in told[name] if row not in ours[name]]
        exchange.check(f"Strata's {name} are ccxt's", name not in apart(ours, told), *alone, len(ours[name]), len(told[name]))
    exchange.check("there is something to compare", ours["fills"] and ours["held"] and ours["resting"], ours)
    exchange.finish("Strata and ccxt")
