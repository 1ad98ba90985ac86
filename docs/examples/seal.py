#!/usr/bin/env python3
"""Seals requests that move something, as any program must that asks risk manager or executor (docs/protocol.md).

As a module: `sealed(word, fields, process, *request_key(folder))` is the payload of a request.
As a program it takes a halt back: seal.py [--run-dir FOLDER]. Exit codes: 0 done, 1 refused, 5 no answer.
Needs pyzmq and msgpack; the key lies in the run directory, for its user alone.
"""
import argparse, hashlib, hmac, os, struct, sys, time
import msgpack


def request_key(folder):
    """Key and number of the run that lives in a run directory."""
    with open(f"{folder}/request.key") as file:
        digits, run = file.read().split()
    return bytes.fromhex(digits), int(run)


def part(data):
    return struct.pack(">I", len(data)) + data


def sealed(word, fields, process, key, run):
    """The map of a request with its seal, which is its last 32 bytes and covers all before them."""
    body = msgpack.packb({**fields, "seal": "0" * 32})[:-32]
    parts = b"strata request 1", struct.pack(">I", run), word.encode(), process.encode(), body
    return body + hmac.new(key, b"".join(map(part, parts)), hashlib.sha256).hexdigest()[:32].encode()


def main():
    import zmq
    standard = os.environ.get("STRATA_RUN_DIR") or (
        os.environ["XDG_RUNTIME_DIR"] + "/strata" if os.environ.get("XDG_RUNTIME_DIR") else f"/tmp/strata-{os.getuid()}")
    options = argparse.ArgumentParser(description="takes a halt back, as `strata resume` does")
    options.add_argument("--run-dir", default=standard)
    folder, done = options.parse_args().run_dir, True
    key = request_key(folder)
    context = zmq.Context()
    for process in "executor.0", "risk-manager.0":
        socket = context.socket(zmq.REQ)
        socket.setsockopt(zmq.RCVTIMEO, 5_000)
        socket.setsockopt(zmq.LINGER, 0)
        socket.connect(f"ipc://{folder}/{process}.rep")
        fields = {"reason": "person_asked", "by": "seal.py", "asked": time.time_ns()}
        socket.send_multipart([b"resume", sealed("resume", fields, process, *key)])
        try:
            topic, data = socket.recv_multipart()
        except zmq.Again:
            print(f"{process} does not answer in {folder}", file=sys.stderr)
            context.destroy(linger=0)
            sys.exit(5)
        answer = {"ok": False, "why": data.decode()} if topic == b"refused" else msgpack.unpackb(data)
        done = done and answer["ok"]
        print(f"{process}: {'done' if answer['ok'] else answer}", flush=True)
    sys.exit(0 if done else 1)


if __name__ == "__main__":
    main()
