"""A subscriber as the multi-pair document writes it: prints each frame as a JSON array [topic, map].

Usage: subscriber.py ENDPOINT COUNT
"""
import json
import sys

import msgpack
import zmq

endpoint, count = sys.argv[1], int(sys.argv[2])
zmq_socket = zmq.Context().socket(zmq.SUB)
zmq_socket.setsockopt(zmq.RCVTIMEO, 30_000)
zmq_socket.setsockopt(zmq.SUBSCRIBE, b"")
zmq_socket.connect(endpoint)
for _ in range(count):
    topic, data = zmq_socket.recv_multipart()
    symbol = topic.decode()
    print(json.dumps([symbol, msgpack.unpackb(data)]))
