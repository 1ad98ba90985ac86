"""What the clients' tests ask of exchange-sim themselves: its own answers, and that its market goes on.

The market stands still (--speed 0) until a test puts it on, so that what a client was told can be compared
with what the exchange says, value for value.
"""

import asyncio
import json
import urllib.error
import urllib.parse
import urllib.request

STEP = 500  # milliseconds of the market: streams tell at their multiples
STEPS = 200  # how often it is put on before a test gives up


class Exchange:
    def __init__(self, url):
        self.url = url
        self.place = url.split("://")[1]
        self.passed = 0

    def get(self, path, **parameters):
        """The exchange's own answer to a request."""
        query = urllib.parse.urlencode(parameters)
        with urllib.request.urlopen(f"{self.url}{path}?{query}", timeout=20) as answer:
            return json.load(answer)

    def go_on(self, milliseconds=STEP):
        """Puts the market on."""
        self.tell(f"advance?ms={milliseconds}")

    def tell(self, what):
        """Asks something of the simulator itself."""
        request = urllib.request.Request(f"{self.url}/sim/{what}", method="POST")
        with urllib.request.urlopen(request, timeout=20) as answer:
            json.load(answer)

    def check(self, name, is_so, *seen):
        """Ends the program where something is not as it should be."""
        if not is_so:
            raise SystemExit(f"{name}: not as the exchange has it: {' | '.join(map(repr, seen))[:4000]}")
        self.passed += 1
        print("ok", name, flush=True)

    def same(self, name, told, own):
        self.check(name, told == own, told, own)

    async def meanwhile(self, awaitable):
        """What a client waits for, while the market goes on."""
        task = asyncio.ensure_future(awaitable)
        for _ in range(STEPS):
            await asyncio.wait({task}, timeout=0.01)
            if task.done():
                return task.result()
            await asyncio.to_thread(self.go_on)
        task.cancel()
        raise SystemExit(f"nothing came of {awaitable}")

    async def agree(self, name, told, own):
        """Lets the market go on until what a client is told next is what the exchange says as it stands, three
        times at different moments; a stream tells only so often, and REST at any time.

            told    makes something to wait for
            own     what the exchange says
        """
        agreed, newest, pair = 0, None, None
        for _ in range(STEPS):
            pair = (await self.meanwhile(told()), await asyncio.to_thread(own))
            if pair[0] == pair[1] and pair[0] != newest:
                agreed, newest = agreed + 1, pair[0]
                if agreed == 3:
                    return self.check(name, True)
        self.check(name, False, agreed, *pair)

    def finish(self, name):
        print(f"{name}: {self.passed} checks passed", flush=True)


def numbers(rows):
    """Rows of numbers that may be texts."""
    return [[float(value) for value in row] for row in rows]
