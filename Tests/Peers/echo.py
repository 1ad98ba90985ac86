"""Hears frames and says each again as another Python program might write it: keys in reverse, whole numbers
for decimals where they are equal, and a nested key that nobody knows.

Usage: echo.py HEARD SAID COUNT
"""
import sys

import msgpack
import zmq


def otherwise(value):
    if isinstance(value, dict):
        reverse = {key: otherwise(value[key]) for key in reversed(value)}
        return {"unknown": {"nested": [1, {"deep": "text"}]}, **reverse}
    if isinstance(value, list):
        return [otherwise(element) for element in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value


heard, said, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
context = zmq.Context()
speaker = context.socket(zmq.XPUB)
speaker.setsockopt(zmq.SNDHWM, 0)
speaker.bind(said)
if not speaker.poll(30_000):
    sys.exit("nobody subscribed")
speaker.recv()
hearer = context.socket(zmq.SUB)
hearer.setsockopt(zmq.RCVTIMEO, 30_000)
hearer.setsockopt(zmq.SUBSCRIBE, b"")
hearer.connect(heard)
for _ in range(count):
    topic, data = hearer.recv_multipart()
    speaker.send_multipart([topic, msgpack.packb(otherwise(msgpack.unpackb(data)))])
context.destroy(linger=5_000)
