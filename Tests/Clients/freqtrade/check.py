"""Holds what Freqtrade keeps of its trades against the account at exchange-sim.

    check.py URL KEY SECRET DATABASE LOG
"""

import re
import sqlite3
import sys

sys.path.insert(0, __file__.rsplit("/", 2)[0])
from account import Account, Checks  # noqa: E402

# What may stand in its log at the level of a warning or an error: nothing.
NAMED = ()
# Of what an order brings, in the asset that it brings.
FEE = 0.001
STATUS = {"open": "NEW", "closed": "FILLED", "canceled": "CANCELED", "expired": "EXPIRED"}

url, key, secret, database, log = sys.argv[1:6]
account, checks = Account(url, key, secret), Checks()
rows = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
orders = rows.execute("select ft_pair, order_id, status, filled, average, amount, side from orders").fetchall()
filled = [row for row in orders if (row[3] or 0) > 0]
checks.check("orders were placed", len(orders) > 0, len(orders))
checks.check("orders were filled", len(filled) > 0, len(filled))
pairs = sorted({row[0] for row in orders})
for pair in pairs:
    symbol = pair.replace("/", "")
    own = {str(row["orderId"]): row for row in account.get("/api/v3/allOrders", symbol=symbol)}
    mine = {row[1]: row for row in orders if row[0] == pair}
    # It forgets an entry of which nothing was filled when it takes it back.
    forgotten = {(row["status"], row["side"], row["executedQty"]) for number, row in own.items() if number not in mine}
    checks.check(f"{pair} orders", set(mine) <= set(own), len(mine), len(own))
    checks.check(f"{pair} forgotten", forgotten <= {("CANCELED", "BUY", "0.00000000")}, forgotten)
    checks.same(f"{pair} open orders", account.get("/api/v3/openOrders", symbol=symbol), [])
    for number, (_, _, status, done, average, amount, side) in mine.items():
        row = own.get(number)
        if row is None:
            continue
        quantity = float(row["executedQty"])
        price = float(row["cummulativeQuoteQty"]) / quantity if quantity else 0.0
        told = [STATUS.get(status, status), round(done or 0, 8), side.upper(), round(amount, 8)]
        checks.same(f"{pair} order {number}", told, [row["status"], quantity, row["side"], float(row["origQty"])])
        if quantity:
            checks.check(f"{pair} order {number}'s price", abs(average - price) < 1e-6, average, price)
held, cash = account.balances(), 10_000.0
for pair in pairs:
    asset, amount = pair.split("/")[0], 0.0
    for row in [row for row in filled if row[0] == pair]:
        done, value = row[3], row[3] * row[4]
        amount += done * (1 - FEE) if row[6] == "buy" else -done
        cash += value * (1 - FEE) if row[6] == "sell" else -value
    checks.check(f"{asset} that its orders leave", abs(held.get(asset, 0.0) - amount) < 1e-6, held.get(asset), amount)
    # It gives up what is less than a lot.
    open_amount, = rows.execute("select coalesce(sum(amount), 0) from trades where is_open = 1 and pair = ?", (pair,)).fetchone()
    checks.check(f"{asset} in its open trades", 0 <= held.get(asset, 0.0) - open_amount < 0.02, held.get(asset), open_amount)
checks.check("USDT that its orders leave", abs(held["USDT"] - cash) < 1e-4, held["USDT"], cash)
with open(log) as file:
    lines = [line.strip() for line in file if re.search(r" - (WARNING|ERROR|CRITICAL) - |Traceback", line)]
others = [line for line in lines if not any(re.search(name, line) for name in NAMED)]
checks.same("its log has no error but named ones", others, [])
checks.finish("freqtrade")
