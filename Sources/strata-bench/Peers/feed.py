"""The Python side of `strata-bench live`: an exchange's combined stream, published as topic and msgpack.

feed.py URL ENDPOINT

It reads each message, drops trades that were told before, and publishes the same fields as Strata's feed
handler; it keeps no book, asks for nothing that is missing and watches over nothing.
"""

import asyncio
import sys
import time

import msgpack
import orjson
import websockets
import zmq


def levels(rows):
    return [(float(price), float(quantity)) for price, quantity in rows]


def trade(data):
    return b"trade/", {
        "price": float(data["p"]), "quantity": float(data["q"]), "id": data["a"], "maker": data["m"],
        "ts": data["T"],
    }


def depth(data):
    return b"depth/", {
        "bids": levels(data["b"]), "asks": levels(data["a"]), "first": data["U"], "last": data["u"],
        "ts": data["E"],
    }


def quote(data):
    return b"", {
        "bid": float(data["b"]), "bid_qty": float(data["B"]), "ask": float(data["a"]),
        "ask_qty": float(data["A"]), "id": data["u"],
    }


def kline(data):
    candle = data["k"]
    return b"kline_1m/", {
        "open": float(candle["o"]), "high": float(candle["h"]), "low": float(candle["l"]),
        "close": float(candle["c"]), "volume": float(candle["v"]), "closed": candle["x"], "ts": candle["T"],
    }


READERS = {"aggTrade": trade, "depthUpdate": depth, "kline": kline}


async def play(url, socket):
    pack = msgpack.Packer().pack
    newest = {}
    number = 0
    async with websockets.connect(url, max_size=None, max_queue=None, compression=None) as stream:
        async for text in stream:
            data = orjson.loads(text).get("data")
            if data is None:
                continue
            symbol, event = data["s"], data.get("e")
            if event == "aggTrade":
                if data["a"] <= newest.get(symbol, -1):
                    continue
                newest[symbol] = data["a"]
            prefix, frame = READERS.get(event, quote)(data)
            number += 1
            frame.update(symbol=symbol, seq=number, sent=time.time_ns())
            socket.send_multipart((prefix + symbol.encode(), pack(frame)))


def main():
    url, endpoint = sys.argv[1:]
    socket = zmq.Context().socket(zmq.PUB)
    socket.setsockopt(zmq.SNDHWM, 0)
    socket.bind(endpoint)
    asyncio.run(play(url, socket))


main()
