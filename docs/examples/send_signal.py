#!/usr/bin/env python3
"""Sends both Signals of the L1 document's usage section to l1-operational and tells what became of each.

Usage: send_signal.py [--run-dir FOLDER] [--btc-stop 49000] [--eth-stop 2900] [--wait 30]
The answer says whether L1 works on a signal ("taken") or why not; what became of one that was taken comes as its
report, which is waited for. The stops must lie below the market: an entry whose stop is on the wrong side is refused.
Exit codes: 0 both filled, 1 one was not, 5 no answer, or no report in time.
"""
import argparse, os, sys, time
import msgpack, zmq

standard = os.environ.get("STRATA_RUN_DIR") or (
    os.environ["XDG_RUNTIME_DIR"] + "/strata" if os.environ.get("XDG_RUNTIME_DIR") else f"/tmp/strata-{os.getuid()}")
options = argparse.ArgumentParser()
options.add_argument("--run-dir", default=standard)
options.add_argument("--btc-stop", type=float, default=49000.0)
options.add_argument("--eth-stop", type=float, default=2900.0)
options.add_argument("--wait", type=float, default=30.0, help="seconds to wait for the reports")
options = options.parse_args()

signals = [
    dict(signal_id="btc_s1", strategy_id="stratA", timestamp=0, symbol="BTC/USDT", side="buy", qty=0.01,
         order_type="market", stop_loss=options.btc_stop),
    dict(signal_id="eth_s1", strategy_id="stratA", timestamp=0, symbol="ETH/USDT", side="buy", qty=0.5,
         order_type="market", stop_loss=options.eth_stop),
]


def reason(message):
    figures = [f"{key} {message[key]:g}" for key in ("found", "limit") if key in message]
    return message.get("reason", "none") + (f" ({', '.join(figures)})" if figures else "")


def silent(what):
    context.destroy(linger=0)
    print(f"{what} in {options.run_dir}", file=sys.stderr)
    sys.exit(5)


context = zmq.Context()
# Before anything is sent: a report can follow its answer at once. A heartbeat shows that the ear is open.
ear = context.socket(zmq.SUB)
ear.setsockopt(zmq.LINGER, 0)
ear.connect(f"ipc://{options.run_dir}/l1-operational.0.pub")
for topic in (b"reports/", b"heartbeat/"):
    ear.subscribe(topic)
if not ear.poll(5_000):
    silent("l1-operational is not heard")
ear.unsubscribe(b"heartbeat/")
request = context.socket(zmq.REQ)
request.setsockopt(zmq.RCVTIMEO, 5_000)
request.setsockopt(zmq.LINGER, 0)
request.connect(f"ipc://{options.run_dir}/l1-operational.0.rep")

waiting, filled = set(), 0
for signal in signals:
    name = signal["signal_id"]
    request.send_multipart([b"signal", msgpack.packb(signal)])
    try:
        topic, data = request.recv_multipart()
    except zmq.Again:
        silent("l1-operational does not answer")
    answer = {} if topic == b"refused" else msgpack.unpackb(data)
    if answer.get("ok"):
        waiting.add(name)
        print(f"{name}: taken", flush=True)
    else:
        print(f"{name}: refused: {data.decode() if topic == b'refused' else reason(answer)}", flush=True)

deadline = time.monotonic() + options.wait
while waiting and ear.poll(max(0, 1000 * (deadline - time.monotonic()))):
    topic, data = ear.recv_multipart()
    if not topic.startswith(b"reports/"):
        continue
    report = msgpack.unpackb(data)
    name = report.get("signal_id")
    if name not in waiting:
        continue
    waiting.remove(name)
    if report["executed_qty"] > 0:
        filled += 1
        print(f"{name}: {report['status']}, {report['executed_qty']:g} at {report['avg_price']:g}", flush=True)
    else:
        print(f"{name}: {report['status']}: {reason(report)}", flush=True)
for name in sorted(waiting):
    print(f"{name}: no report within {options.wait:g} s; `strata why {name}` tells later", flush=True)
context.destroy(linger=0)
sys.exit(5 if waiting else 0 if filled == len(signals) else 1)
