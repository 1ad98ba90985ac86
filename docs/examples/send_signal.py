#!/usr/bin/env python3
"""Sends both Signals of the L1 document's usage section to l1-operational and prints each answer.

Usage: send_signal.py [--run-dir FOLDER] [--btc-stop 49000] [--eth-stop 2900]
The stops must lie below the market: an entry whose stop is on the wrong side is refused.
Exit codes: 0 both taken, 1 one refused, 5 no answer.
"""
import argparse, os, sys
import msgpack, zmq

standard = os.environ.get("STRATA_RUN_DIR") or (
    os.environ["XDG_RUNTIME_DIR"] + "/strata" if os.environ.get("XDG_RUNTIME_DIR") else f"/tmp/strata-{os.getuid()}")
options = argparse.ArgumentParser()
options.add_argument("--run-dir", default=standard)
options.add_argument("--btc-stop", type=float, default=49000.0)
options.add_argument("--eth-stop", type=float, default=2900.0)
options = options.parse_args()

signals = [
    dict(signal_id="btc_s1", strategy_id="stratA", timestamp=0, symbol="BTC/USDT", side="buy", qty=0.01,
         order_type="market", stop_loss=options.btc_stop),
    dict(signal_id="eth_s1", strategy_id="stratA", timestamp=0, symbol="ETH/USDT", side="buy", qty=0.5,
         order_type="market", stop_loss=options.eth_stop),
]
context = zmq.Context()
request = context.socket(zmq.REQ)
request.setsockopt(zmq.RCVTIMEO, 5_000)
request.setsockopt(zmq.LINGER, 0)
request.connect(f"ipc://{options.run_dir}/l1-operational.0.rep")
taken = True
for signal in signals:
    request.send_multipart([b"signal", msgpack.packb(signal)])
    try:
        topic, data = request.recv_multipart()
    except zmq.Again:
        context.destroy(linger=0)
        print(f"l1-operational does not answer in {options.run_dir}", file=sys.stderr)
        sys.exit(5)
    if topic == b"refused":
        ok, text = False, data.decode()
    else:
        answer = msgpack.unpackb(data)
        ok, text = answer["ok"], "taken" if answer["ok"] else f"refused: {answer}"
    taken = taken and ok
    print(f"{signal['signal_id']}: {text}", flush=True)
sys.exit(0 if taken else 1)
