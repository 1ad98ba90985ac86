#!/usr/bin/env python3
"""A whole L3 in Python: takes the place of l3-strategy in a running system (docs/howto/replace-a-level.md).

A last hour among the most volatile fifth of its past turns breakout up and mean reversion down.
Needs pyzmq and msgpack, and STRATA_RUN_DIR; it counts its starts there, as the others do."""
import collections, fcntl, math, os, signal, sys, time
import msgpack, zmq

NAME, FOLDER = "l3-strategy.0", os.environ["STRATA_RUN_DIR"]
os.umask(0o077)
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
context, locks, sequences = zmq.Context(), [], collections.Counter()
context.linger = 0
closes = collections.defaultdict(lambda: collections.deque(maxlen=61))
past = collections.defaultdict(lambda: collections.deque(maxlen=1440))
header, counts = {}, {"published": 0, "received": 0, "gaps": 0, "refused": 0}


def bind(kind, name):
    path = f"{FOLDER}/{NAME}.{name}"
    locks.append(open(path + ".lock", "a"))  # ZeroMQ would take the path from a running one without a word.
    fcntl.flock(locks[-1], fcntl.LOCK_EX | fcntl.LOCK_NB)
    socket = context.socket(kind)
    socket.bind("ipc://" + path)
    return socket


def count_start():
    """One more than any start before: listeners drop what an older one says."""
    path = f"{FOLDER}/{NAME}.starts"
    before = int(open(path).read()) if os.path.exists(path) else 0
    with open(path + ".new", "w") as file:
        file.write(f"{before + 1}\n")
    os.replace(path + ".new", path)
    return before + 1


def publish(topic, data, ts, cause=()):
    sequences[topic] += 1
    counts["published"] += 1
    number = 1 << 62 | 2 << 58 | (epoch & 0x3FFF) << 40 | counts["published"]  # 2 is L3's rank.
    frame = {**header, "src": NAME, "epoch": epoch, "seq": sequences[topic], "id": number, "cause": cause,
             "ts": ts, "sent": time.time_ns(), **data}
    pub.send_multipart([topic.encode(), msgpack.packb(frame)])


def beat(kind, handled):
    publish(f"{kind}/{NAME}", {"process": NAME, "handled": handled, **counts, "ready": True}, handled)


def on_kline(kline):
    symbol, prices = kline["symbol"], closes[kline["symbol"]]
    prices.append(kline["close"])
    if len(prices) < prices.maxlen:
        return
    squares = [math.log(b / a) ** 2 for a, b in zip(prices, list(prices)[1:])]
    volatility = math.sqrt(sum(squares) / len(squares) * 525_600)
    past[symbol].append(volatility)
    percentile = sum(v <= volatility for v in past[symbol]) / len(past[symbol])
    high = percentile > 0.8
    publish(f"tactic_targets/{symbol}", {
        "symbol": symbol, "regime": "trend_high_vol" if high else "range_low_vol",
        "volatility": volatility, "volatility_percentile": percentile,
        "sub_strategies": {"momentum": 1.0, "mean_reversion": 0.3 if high else 1.0, "breakout": 1.5 if high else 0.5},
        "rank": list(closes).index(symbol) + 1, "net_exposure": 0.1, "max_risk": 0.01, "reduce_only": False,
    }, kline["ts"], [kline["id"]])


pub, rep, sub = bind(zmq.PUB, "pub"), bind(zmq.REP, "rep"), context.socket(zmq.SUB)
for prefix in ("kline_1m/", "progress/", "heartbeat/"):
    sub.subscribe(prefix)
sub.connect(f"ipc://{FOLDER}/feed-handler.0.pub")
handled, due, epoch = 0, 0.0, count_start()
while True:
    for socket in zmq.select([rep, sub], [], [], max(0, due - time.monotonic()) if header else None)[0]:
        topic, *rest = socket.recv_multipart()
        if socket is rep:
            rep.send_multipart([b"refused", f"{NAME} answers no requests".encode()])
            continue
        heard = msgpack.unpackb(rest[0])
        counts["received"] += 1
        header = {key: heard[key] for key in ("v", "run", "mode", "cfg", "ins")}
        if topic.startswith(b"kline_1m/"):
            on_kline(heard)
        elif topic.startswith(b"progress/"):  # The feed has said all of a moment, and so have we.
            handled = heard["handled"]
            beat("progress", handled)
    if header and time.monotonic() >= due:
        due = time.monotonic() + 0.25
        beat("heartbeat", handled)
