"""Holds what NautilusTrader kept of its orders against its accounts at exchange-sim.

    check.py URL KEY PEM-FILE FOLDER
"""

import base64
import json
import re
import sys

from cryptography.hazmat.primitives.serialization import load_pem_private_key

sys.path.insert(0, __file__.rsplit("/", 2)[0])
from account import Account, Checks  # noqa: E402

SPOT, FUTURES = "BINANCE_SPOT", "BINANCE_FUTURES"
# What may stand in its log at the level of a warning or an error.
NAMED = (
    # It says so of what it is told to do.
    r"Received SIGINT, shutting down",
    # One-way positions are kept under one name, which it takes for a closed one's.
    r"Received fill for closed position .* in HEDGING mode",
    # What it holds when it ends.
    r"Residual Position",
    # Ten seconds of its time are half a one of the machine's: where that is busy it gives a socket up, and joins anew.
    r"Reconnected, re-authenticating", r"Re-authenticated and resubscribed after reconnect",
    r"Stream reconnected, creating new listenKey", r"Resubscribed after stream termination",
    # It unsubscribes when it ends, and takes the stream's end, which it asked for, as one to be mended.
    r"Received eventStreamTerminated, resubscribing", r"Resubscribe failed", r"Resubscribe raced WS API reconnect",
    r"Failed to recover after stream termination",
)
STATUS = {"ACCEPTED": "NEW", "FILLED": "FILLED", "CANCELED": "CANCELED", "EXPIRED": "EXPIRED"}

url, key, path, folder = sys.argv[1:5]
with open(path, "rb") as file:
    secret = load_pem_private_key(file.read(), None)
account = Account(url, key, None, lambda text: base64.b64encode(secret.sign(text.encode())).decode())
checks = Checks()
with open(f"{folder}/kept.json") as file:
    kept = json.load(file)


def compare(venue, own, open_orders, algos):
    """Each order that it kept is at the exchange, and none is there that it has not."""
    mine = {row["name"]: row for row in kept["orders"] if row["venue"] == venue}
    checks.same(f"{venue} orders", sorted(mine), sorted([*own, *algos]))
    checks.check(f"{venue} filled", sum(float(row["filled"]) > 0 for row in mine.values()) > 0)
    for name, row in mine.items():
        if name in algos:
            told = algos[name]
            checks.same(f"{venue} {name} {row['type']}", [row["status"], row["side"], float(row["quantity"])],
                        [told["algoStatus"], told["side"], float(told["quantity"])])
        elif name in own:
            told = own[name]
            paid = float(told.get("cummulativeQuoteQty") or told.get("cumQuote"))
            done = float(told["executedQty"])
            checks.same(f"{venue} {name} {row['type']}",
                        [STATUS.get(row["status"], row["status"]), row["side"], float(row["quantity"]), float(row["filled"])],
                        [told["status"], told["side"], float(told["origQty"]), done])
            price = paid / done if done else 0.0
            checks.check(f"{venue} {name}'s price", abs(float(row["price"]) - price) < 0.01, row["price"], price)
    checks.same(f"{venue} open orders", open_orders, [])


spot = account.get("/api/v3/allOrders", symbol="BTCUSDT", limit=1000)
compare(SPOT, {row["clientOrderId"]: row for row in spot}, account.get("/api/v3/openOrders", symbol="BTCUSDT"), {})
futures = account.get("/fapi/v1/allOrders", symbol="BTCUSDT", limit=1000)
algos = account.get("/fapi/v1/allAlgoOrders", symbol="BTCUSDT", limit=1000)
compare(FUTURES, {row["clientOrderId"]: row for row in futures},
        account.get("/fapi/v1/openOrders", symbol="BTCUSDT") + account.get("/fapi/v1/openAlgoOrders", symbol="BTCUSDT"),
        {row["clientAlgoId"]: row for row in algos})
held = account.balances()
for asset in ("BTC", "USDT"):
    told = kept["balances"][SPOT][asset].split(" ")[0]
    checks.check(f"spot {asset}", abs(float(told) - held.get(asset, 0.0)) < 1e-6, told, held.get(asset))
checks.check("spot position", abs(float(kept["held"].get(SPOT, 0)) - held.get("BTC", 0.0)) < 1e-6,
             kept["held"].get(SPOT), held.get("BTC"))
wallet = account.get("/fapi/v3/account")
told = kept["balances"][FUTURES]["USDT"].split(" ")[0]
checks.check("futures USDT", abs(float(told) - float(wallet["totalWalletBalance"])) < 1e-6, told, wallet["totalWalletBalance"])
positions = {row["symbol"]: float(row["positionAmt"]) for row in account.get("/fapi/v3/positionRisk")}
checks.same("futures position", float(kept["held"].get(FUTURES, 0)), positions.get("BTCUSDT", 0.0))
with open(f"{folder}/out.log") as file:
    lines = [line.strip() for line in file if re.search(r"\[(WARN|ERROR)\]|Traceback", line)]
others = [line for line in lines if not any(re.search(name, line) for name in NAMED)]
checks.same("its log has no error but named ones", others, [])
checks.check("its warnings", True, *sorted({name for name in NAMED for line in lines if re.search(name, line)}))
checks.finish("nautilus")
