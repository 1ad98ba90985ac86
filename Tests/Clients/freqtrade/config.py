"""Writes a configuration of Freqtrade whose exchange is exchange-sim.

    config.py URL KEY SECRET FILE
"""

import json
import sys

import ccxt


def moved(address, place):
    """ccxt's addresses on one host; the path of each stays as it is."""
    if isinstance(address, dict):
        return {name: moved(inner, place) for name, inner in address.items()}
    scheme, rest = address.split("://")
    return f"{'ws' if scheme == 'wss' else 'http'}://{place}/{rest.split('/', 1)[1]}"


url, key, secret, path = sys.argv[1:5]
# A second of the market is a twentieth of one: what waits for an answer waits longer than it would at 1x.
client = {"urls": {"api": moved(ccxt.binance().urls["api"], url.split("://")[1])}, "timeout": 120_000, "options": {"recvWindow": 60_000}}
pricing = {"use_order_book": True, "order_book_top": 1}
config = {
    "trading_mode": "spot", "stake_currency": "USDT", "stake_amount": 500, "max_open_trades": 3,
    "tradable_balance_ratio": 0.99, "dry_run": False, "cancel_open_orders_on_exit": True, "timeframe": "1m",
    "unfilledtimeout": {"entry": 2, "exit": 2, "unit": "minutes"},
    # An entry waits at the best bid, an exit takes it.
    "entry_pricing": {"price_side": "same", **pricing}, "exit_pricing": {"price_side": "other", **pricing},
    "exchange": {
        "name": "binance", "key": key, "secret": secret, "enable_ws": False,
        "ccxt_config": client,
        "pair_whitelist": ["BTC/USDT", "ETH/USDT", "SOL/USDT"],
    },
    "pairlists": [{"method": "StaticPairList"}],
    "internals": {"process_throttle_secs": 5},
    "bot_name": "exchange-sim", "initial_state": "running",
}
with open(path, "w") as file:
    json.dump(config, file, indent=2)
