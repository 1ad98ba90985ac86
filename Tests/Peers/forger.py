#!/usr/bin/env python3
"""Somebody who can open every socket of a run, keeps every frame and knows every public constant, but no key.

Usage: forger.py RUN_DIR free|lockstep|again FRAMES
`free`: waits for an open position, then tries whatever it can think of over every REP socket, and halts, which
anybody may, before it tries to resume. `lockstep`: the same by the requests that it heard as frames there, which it keeps in FRAMES.
`again`: tries those of FRAMES in another run. Prints a JSON row for each try: name, process, answer's topic and text.
"""
import json, os, sys, time
import msgpack, zmq

FOLDER, MODE, FRAMES = sys.argv[1:4]
PROCESSES = [name + ".0" for name in (
    "feed-handler", "l4-meta", "l3-strategy", "l2-tactic", "l1-operational", "risk-manager", "executor")]
context = zmq.Context()
context.linger = 0
heard, fills, positions, header = [], {}, {}, {}
deadline = time.monotonic() + 120


def listen(sub, is_enough):
    while not is_enough():
        if time.monotonic() > deadline:
            sys.exit(f"heard {len(heard)} requests and {len(fills)} fills, and not enough")
        if not sub.poll(100):
            continue
        topic, payload = sub.recv_multipart()[:2]
        topic = topic.decode()
        if topic.startswith(("ask/", "answer/")):
            heard.append((topic, payload))
        elif not topic.startswith(("heartbeat/", "progress/")):
            frame = msgpack.unpackb(payload)
            header.update({key: frame[key] for key in ("v", "run", "mode", "cfg", "ins")})
            header["ts"] = max(header.get("ts", 0), frame["ts"])
            if topic.startswith("fills") and frame["purpose"] == "entry":
                fills[frame["signal_id"]] = frame
            if topic.startswith("fills"):
                positions[frame["symbol"]] = frame["position"]


def attempt(name, process, word, payload):
    socket = context.socket(zmq.REQ)
    socket.setsockopt(zmq.RCVTIMEO, 10_000)
    socket.connect(f"ipc://{FOLDER}/{process}.rep")
    socket.send_multipart([word.encode(), payload])
    try:
        topic, data = socket.recv_multipart()
        text = data.decode() if topic in (b"refused", b"status") else json.dumps(msgpack.unpackb(data))
    except zmq.Again:
        topic, text = b"silence", ""
    socket.close()
    print(json.dumps({"name": name, "process": process, "topic": topic.decode(), "text": text}), flush=True)


def frame(fields):
    return {**header, "src": "l1-operational.0", "epoch": 1, "seq": 10**6, "id": 1 << 60, "cause": [],
            "sent": time.time_ns(), **fields}


def forms(fields):
    """The same request without a seal, and with each seal that somebody might try."""
    yield "unsealed", msgpack.packb(fields)
    for name, seal in ("invented", os.urandom(16).hex()), ("zeros", "0" * 32), ("ones", "f" * 32), ("empty", ""):
        yield name, msgpack.packb({**fields, "seal": seal})
    yield "binary", msgpack.packb({**fields, "seal": os.urandom(16)})
    yield "first", msgpack.packb({"seal": os.urandom(16).hex(), **fields})


def invented():
    """Orders, cancels, exits and resumes of its own, at every process that answers anything."""
    symbol = next(symbol for symbol, size in positions.items() if size)
    fill = next(fill for fill in reversed(fills.values()) if fill["symbol"] == symbol)
    ever = 9 * 10**18
    side, other = ("buy", "sell") if positions[symbol] > 0 else ("sell", "buy")
    entry = dict(signal_id="forged", symbol=symbol, side=side, order_type="market", purpose="entry",
                 algorithm="taker", qty=fill["qty"], reference_price=fill["price"],
                 stop_loss=round(fill["price"] * (0.9 if side == "buy" else 1.1)), expires=ever, approved_qty=1e6,
                 approval_expires=ever)
    for leg in 0, 1, 2, 90, 91, 255:
        for form, payload in forms(frame({**entry, "leg": leg})):
            yield f"entry, leg {leg}, {form}", "submit", payload
        yield f"entry, leg {leg}, own approval", "submit", msgpack.packb(
            frame({**entry, "leg": leg, "approval_seal": os.urandom(16).hex(), "seal": os.urandom(16).hex()}))
    leave = {**entry, "signal_id": fill["signal_id"], "leg": 92, "purpose": "exit", "side": other}
    for form, payload in forms(frame(leave)):
        yield f"exit, {form}", "submit", payload
    for leg, what in (90, "stop"), (91, "target"), (1, "entry"):
        for form, payload in forms(frame(dict(signal_id=fill["signal_id"], leg=leg, symbol=symbol))):
            yield f"cancel of a {what}, {form}", "cancel", payload
    for form, payload in forms(frame({**entry, "leg": 0, "confidence": 1.0})):
        yield f"check, {form}", "risk_check", payload
    for form, payload in forms(dict(reason="person_asked", by="person", asked=time.time_ns())):
        yield f"resume, {form}", "resume", payload


CHANGES = dict(leg=lambda f: f["leg"] + 1, price=lambda f: f["reference_price"] * 2, target=lambda f: 1.0,
               order_type=lambda f: "limit" if f["order_type"] == "market" else "market",
               qty=lambda f: f["qty"] * 2, expires=lambda f: f["expires"] + 10**12,
               side=lambda f: "sell" if f["side"] == "buy" else "buy",
               symbol=lambda f: "SOL/USDT" if f["symbol"] != "SOL/USDT" else "BTC/USDT",
               run=lambda f: f["run"] + 1, approved_qty=lambda f: f["approved_qty"] * 2,
               approval_expires=lambda f: f["approval_expires"] + 10**12, signal_id=lambda f: "forged")
KEYS = dict(target="take_profit")


def overheard():
    """What went over the wire under a true seal: as it was, changed, and mixed."""
    requests = [(topic.split("/")[1:], payload) for topic, payload in heard if topic.startswith("ask/")]
    for (process, word), payload in requests:
        yield f"replay of {word} to {process}", word, payload
        yield f"{word} to {process}, cut", word, payload[:-1]
    submits = [payload for (_, word), payload in requests if word == "submit"]
    entries = [payload for payload in submits if msgpack.unpackb(payload)["purpose"] == "entry"]
    for payload in entries:
        fields = msgpack.unpackb(payload)
        for name, change in CHANGES.items():
            yield f"entry, other {name}", "submit", msgpack.packb({**fields, KEYS.get(name, name): change(fields)})
    verdicts = [msgpack.unpackb(payload) for topic, payload in heard if topic.endswith("/risk_verdict")]
    for seal in {verdict["approval_seal"] for verdict in verdicts if verdict.get("approval_seal")}:
        for payload in entries:
            fields = msgpack.unpackb(payload)
            if fields.get("approval_seal") != seal:
                yield "entry, another's approval", "submit", msgpack.packb({**fields, "approval_seal": seal})
    for first in submits:
        for second in submits:
            if first != second:
                yield "entry, another's seal", "submit", first[:-32] + second[-32:]


def main():
    if MODE == "again":
        for word, payload in msgpack.unpackb(open(FRAMES, "rb").read()):
            attempt(f"{word} of another run", "executor.0", word, payload)
            attempt(f"{word} of another run", "risk-manager.0", word, payload)
        return
    sub = context.socket(zmq.SUB)
    sub.setsockopt(zmq.RCVHWM, 0)
    sub.subscribe("")
    for process in PROCESSES:
        sub.connect(f"ipc://{FOLDER}/{process}.pub")
    print("listens", flush=True)
    count = lambda word: sum(topic.endswith("/" + word) for topic, _ in heard)
    listen(sub, lambda: any(positions.values()) and (
        MODE == "free" or count("submit") > 2 and count("risk_verdict") > 1))
    tries = list(invented()) + (list(overheard()) if MODE == "lockstep" else [])
    if MODE == "lockstep":
        with open(FRAMES, "wb") as file:
            file.write(msgpack.packb([(topic.split("/")[2], payload) for topic, payload in heard if topic[:4] == "ask/"]))
    asked = "executor.0", "risk-manager.0", "l1-operational.0"
    for is_resume in False, True:
        for name, word, payload in tries:
            for process in asked if (word == "resume") == is_resume else ():
                attempt(name, process, word, payload)
        for process in asked[:2] if MODE == "free" and not is_resume else ():
            attempt("halt", process, "halt", msgpack.packb(dict(reason="person_asked", by="anybody")))
    for process in asked:
        attempt("status", process, "status", b"\x80")


main()
