"""The Python side of `strata-bench subscribe`: receives and unpacks, and writes its CPU time in ns.

subscriber.py ENDPOINT COUNT WARM_UP
"""

import sys
import time

import msgpack
import zmq


def main():
    endpoint, count, warm_up = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    context = zmq.Context()
    socket = context.socket(zmq.SUB)
    socket.setsockopt(zmq.RCVHWM, 0)
    socket.setsockopt(zmq.SUBSCRIBE, b"")
    socket.setsockopt(zmq.RCVTIMEO, 60_000)
    socket.connect(endpoint)
    began = 0
    for number in range(count):
        if number == warm_up:
            began = time.process_time_ns()
        topic, payload = socket.recv_multipart()
        message = msgpack.unpackb(payload)
        assert message["sent"] > 0
    print(time.process_time_ns() - began)
    socket.close(0)
    context.term()


if __name__ == "__main__":
    main()
