"""Tick to order in Python: what Strata's chain does, as four processes on pyzmq, msgpack and TA-Lib.

    feed -> PUB -> engine -> REQ -> risk, engine -> REQ -> executor (SQLite, WAL, FULL) -> PUB

Started by `strata-bench chain`: chain.py FOLDER DATA SPEED MINUTES. It plays MINUTES of 1m klines at the
same pace as Strata's feed, and writes to stdout one line per entry order with six moments, in ns: tick
sent, decision made, check at the risk manager, submit sent, submit at the executor, order durable.
"""

import csv
import gzip
import multiprocessing
import os
import signal
import sqlite3
import sys
import time

import msgpack
import numpy
import talib
import zmq

PAIRS = ["BTC/USDT", "ETH/USDT", "SOL/USDT"]
WINDOW = 120
now = time.time_ns


def endpoint(folder, name):
    return f"ipc://{folder}/{name}"


def rows(data, minutes):
    """The klines of all pairs, minute by minute: (pair, close time, open, high, low, close, volume)."""
    files = [gzip.open(f"{data}/{pair.replace('/', '')}-1m.csv.gz", "rt") for pair in PAIRS]
    readers = [csv.reader(file) for file in files]
    for reader in readers:
        first = next(reader)
        assert not first[0].isdigit(), "expected a heading"
    for _ in range(minutes):
        yield [(pair, *next(reader)) for pair, reader in zip(PAIRS, readers)]


def feed(folder, data, speed, minutes):
    context = zmq.Context()
    socket = context.socket(zmq.XPUB)
    socket.bind(endpoint(folder, "feed"))
    assert socket.recv()[0] == 1
    played = list(rows(data, minutes))
    packer = msgpack.Packer()
    step = int(60e9 / speed)
    due = time.monotonic_ns()
    sequence = 0
    for klines in played:
        due = max(due + step, time.monotonic_ns())
        wait = due - time.monotonic_ns()
        if wait > 0:
            time.sleep(wait / 1e9)
        for pair, opened, first, high, low, close, volume, *rest in klines:
            sequence += 1
            message = {
                "v": 1, "run": 1, "mode": "PAPER", "src": "feed", "epoch": 1, "seq": sequence,
                "id": sequence, "cause": [], "ts": int(opened), "cfg": 1, "ins": 1, "symbol": pair,
                "interval": "1m", "open": float(first), "high": float(high), "low": float(low),
                "close": float(close), "volume": float(volume), "sent": now(),
            }
            socket.send_multipart([f"kline_1m/{pair}".encode(), packer.pack(message)])
    socket.send_multipart([b"end", b""])
    socket.close(10_000)
    context.term()


class Pair:
    """Candles and position of one pair: a decision per closed candle, from three strategies' votes."""

    def __init__(self):
        self.high = numpy.zeros(WINDOW)
        self.low = numpy.zeros(WINDOW)
        self.close = numpy.zeros(WINDOW)
        self.count = 0
        self.position = 0

    def add(self, message):
        for name in ("high", "low", "close"):
            array = getattr(self, name)
            array[:-1] = array[1:]
            array[-1] = message[name]
        self.count += 1

    def decide(self):
        """The side of the vote, its weight and the volatility; None while there is nothing to do."""
        if self.count < WINDOW:
            return None
        close = self.close
        rsi = talib.RSI(close, 14)[-1]
        fast, slow = talib.EMA(close, 9)[-1], talib.EMA(close, 21)[-1]
        upper, middle, lower = (line[-1] for line in talib.BBANDS(close, 20, 2.0, 2.0))
        macd = talib.MACD(close)[2][-1]
        atr = talib.ATR(self.high, self.low, close, 14)[-1]
        price = close[-1]
        momentum = 1 if fast > slow and macd > 0 and rsi > 50 else -1 if fast < slow and macd < 0 else 0
        reversion = 1 if price < lower and rsi < 40 else -1 if price > upper and rsi > 60 else 0
        highest, lowest = self.high[-21:-1].max(), self.low[-21:-1].min()
        breakout = 1 if price > highest else -1 if price < lowest else 0
        vote = 0.4 * momentum + 0.3 * reversion + 0.3 * breakout
        if abs(vote) < 0.25:
            return None
        return (1 if vote > 0 else -1), abs(vote), atr


def engine(folder):
    context = zmq.Context()
    market = context.socket(zmq.SUB)
    market.setsockopt(zmq.RCVHWM, 0)
    risk, executor = (context.socket(zmq.REQ) for _ in range(2))
    risk.connect(endpoint(folder, "risk"))
    executor.connect(endpoint(folder, "executor"))
    market.connect(endpoint(folder, "feed"))
    market.setsockopt(zmq.SUBSCRIBE, b"")
    pairs = {pair: Pair() for pair in PAIRS}
    packer = msgpack.Packer()

    def ask(socket, message):
        socket.send(packer.pack(message))
        return msgpack.unpackb(socket.recv())

    while True:
        topic, payload = market.recv_multipart()
        if topic == b"end":
            break
        message = msgpack.unpackb(payload)
        pair = pairs[message["symbol"]]
        pair.add(message)
        decision = pair.decide()
        if decision is None or decision[0] == pair.position:
            continue
        side, confidence, atr = decision
        price = message["close"]
        order = {
            "signal_id": f"{message['symbol']}-{message['seq']}", "symbol": message["symbol"], "leg": 1,
            "side": "buy" if side > 0 else "sell", "qty": 300 / price, "price": price,
            "stop_loss": price - side * 2 * atr, "take_profit": price + side * 3 * atr,
            "confidence": confidence, "purpose": "entry", "order_type": "market", "ts": message["ts"],
            "marks": [message["sent"], now()],
        }
        if pair.position != 0:
            order["purpose"] = "exit"
            ask(executor, order)
            pair.position = 0
            continue
        verdict = ask(risk, order)
        if not verdict["approved"]:
            continue
        order["marks"] += [verdict["checked"], now()]
        order["approved_qty"] = verdict["quantity"]
        ask(executor, order)
        pair.position = side
    for socket in (risk, executor):
        socket.send(b"")
        socket.recv()


def manager(folder):
    context = zmq.Context()
    socket = context.socket(zmq.REP)
    socket.bind(endpoint(folder, "risk"))
    packer = msgpack.Packer()
    exposure = {pair: 0.0 for pair in PAIRS}
    while True:
        payload = socket.recv()
        checked = now()
        if not payload:
            break
        order = msgpack.unpackb(payload)
        value = order["qty"] * order["price"]
        total = sum(size for pair, size in exposure.items() if pair != order["symbol"]) + value
        coherent = (order["stop_loss"] < order["price"]) == (order["side"] == "buy")
        approved = coherent and order["confidence"] >= 0.2 and 10 <= value <= 1000 and total <= 3000
        exposure[order["symbol"]] = value
        answer = {
            "signal_id": order["signal_id"], "leg": 0, "approved": approved, "reason": "none",
            "quantity": order["qty"], "exposure": total, "exposure_limit": 3000.0, "checked": checked,
        }
        socket.send(packer.pack(answer))
    socket.send(b"")


def executor(folder):
    context = zmq.Context()
    socket = context.socket(zmq.REP)
    socket.bind(endpoint(folder, "executor"))
    publisher = context.socket(zmq.PUB)
    publisher.bind(endpoint(folder, "executor-pub"))
    database = sqlite3.connect(f"{folder}/orders.sqlite", isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute(
        "CREATE TABLE orders (signal_id TEXT, leg INTEGER, symbol TEXT, side TEXT, qty REAL, price REAL,"
        " stop_loss REAL, take_profit REAL, status TEXT, ts INTEGER, UNIQUE (signal_id, leg))"
    )
    packer = msgpack.Packer()
    marks = []
    while True:
        payload = socket.recv()
        arrived = now()
        if not payload:
            break
        order = msgpack.unpackb(payload)
        names = ("signal_id", "leg", "symbol", "side", "qty", "price", "stop_loss", "take_profit")
        database.execute("BEGIN IMMEDIATE")
        database.execute(
            "INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'new', ?)",
            [order[name] for name in names] + [order["ts"]],
        )
        database.execute("COMMIT")
        durable = now()
        socket.send(packer.pack({"signal_id": order["signal_id"], "leg": 1, "accepted": True}))
        state = {"signal_id": order["signal_id"], "leg": 1, "status": "new", "sent": durable}
        publisher.send_multipart([f"order_state/{order['symbol']}".encode(), packer.pack(state)])
        if order["purpose"] == "entry":
            marks.append(order["marks"] + [arrived, durable])
    socket.send(b"")
    for line in marks:
        print(*line)
    sys.stdout.flush()


def main():
    folder, data, speed, minutes = sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4])
    signal.alarm(300)
    works = [(manager, (folder,)), (executor, (folder,)), (engine, (folder,)),
             (feed, (folder, data, speed, minutes))]
    children = [multiprocessing.Process(target=work, args=words) for work, words in works]
    for child in children:
        child.start()
    for child in children:
        child.join()
    return 0 if all(child.exitcode == 0 for child in children) else 1


if __name__ == "__main__":
    os.umask(0o077)
    multiprocessing.set_start_method("spawn")
    sys.exit(main())
