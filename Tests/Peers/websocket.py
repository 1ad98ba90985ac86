"""The other side of a WebSocket in NetworkTests, by Python's websockets.

    websocket.py serve [deflate]       prints its port, echoes whatever comes, fragmented where it begins with "f"
    websocket.py talk URL [deflate]    tries a server that echoes; prints "ok" at the end, or what was wrong
"""

import asyncio
import sys

from websockets.asyncio.client import connect
from websockets.asyncio.server import serve

LONGEST = 1 << 24
COMPRESSION = "deflate" if "deflate" in sys.argv else None


async def echo(socket):
    async for text in socket:
        if text.startswith("f"):
            # Five fragments, one of them empty.
            third = len(text) // 3
            await socket.send([text[:third], "", text[third:-third], text[-third:-1], text[-1:]])
        elif text == "close":
            await socket.close(4001, "as asked")
        elif text == "abort":
            socket.transport.abort()
        else:
            await socket.send(text)


async def serve_for_ever():
    async with serve(echo, "127.0.0.1", 0, compression=COMPRESSION, max_size=LONGEST) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


async def talk(url):
    async with connect(url, compression=COMPRESSION, max_size=LONGEST, ping_interval=None) as socket:
        assert bool(socket.protocol.extensions) == bool(COMPRESSION), socket.protocol.extensions
        long = "".join(chr(97 + i * 7 % 23) for i in range(1 << 20))
        for text in ["a", "ñ" * 1000, long, "{}"]:
            await socket.send(text)
            assert await socket.recv() == text, len(text)
        await socket.send(["frag", "", "mented ", "message"])
        assert await socket.recv() == "fragmented message"
        for number in range(5):
            pong = await socket.ping(b"%d" % number)
            await pong
        for number in range(1000):
            await socket.send(str(number))
        for number in range(1000):
            assert await socket.recv() == str(number)
    assert socket.close_code == 1000, socket.close_code
    print("ok", flush=True)


asyncio.run(serve_for_ever() if sys.argv[1] == "serve" else talk(sys.argv[2]))
