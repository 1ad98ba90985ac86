"""An account with an Ed25519 key on exchange-sim --clock now: signed by hand, by REST and on sockets.

    trade_ed25519.py URL KEY PEM-FILE
"""

import asyncio
import base64
import json
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

import websockets
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from exchange import Exchange


class Signer:
    def __init__(self, key, path):
        self.key = key
        with open(path, "rb") as file:
            self.secret = load_pem_private_key(file.read(), None)

    def sign(self, text):
        return base64.b64encode(self.secret.sign(text.encode())).decode()

    def request(self, url, method, path, **parameters):
        query = urllib.parse.urlencode({**parameters, "timestamp": int(time.time() * 1000)})
        query += "&signature=" + urllib.parse.quote(self.sign(query), safe="")
        request = urllib.request.Request(f"{url}{path}?{query}", method=method, headers={"X-MBX-APIKEY": self.key})
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)

    def message(self, method, **parameters):
        signed = {**parameters, "apiKey": self.key, "timestamp": int(time.time() * 1000)}
        text = "&".join(f"{name}={signed[name]}" for name in sorted(signed))
        return json.dumps({"id": 1, "method": method, "params": {**signed, "signature": self.sign(text)}})


async def sockets(exchange, signer):
    async with websockets.connect(f"ws://{exchange.place}/ws-api/v3", proxy=None) as socket:
        async def ask(message):
            await socket.send(message)
            while True:
                answer = json.loads(await socket.recv())
                if "status" in answer:
                    return answer

        exchange.same("session.logon", (await ask(signer.message("session.logon")))["result"]["apiKey"], signer.key)
        told = await ask(json.dumps({"id": 2, "method": "userDataStream.subscribe"}))
        exchange.same("userDataStream.subscribe", told["result"], {"subscriptionId": 0})
        order = {"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "0.01", "timestamp": int(time.time() * 1000)}
        placed = await ask(json.dumps({"id": 3, "method": "order.place", "params": order}))
        exchange.same("order.place", placed["result"]["status"], "FILLED")
        event = json.loads(await socket.recv())
        exchange.same("executionReport", [event["subscriptionId"], event["event"]["x"]], [0, "NEW"])
    async with websockets.connect(f"ws://{exchange.place}/ws-fapi/v1", proxy=None) as socket:
        await socket.send(signer.message("order.place", symbol="BTCUSDT", side="SELL", type="MARKET", quantity="0.01"))
        exchange.same("futures order.place", json.loads(await socket.recv())["status"], 200)


if __name__ == "__main__":
    url, key, path = sys.argv[1:4]
    exchange = Exchange(url)
    signer = Signer(key, path)
    account = signer.request(url, "GET", "/api/v3/account", omitZeroBalances="true")
    exchange.same("account", [row["asset"] for row in account["balances"]], ["USDT"])
    order = signer.request(url, "POST", "/api/v3/order", symbol="BTCUSDT", side="BUY", type="MARKET", quantity="0.01")
    exchange.same("order", order["status"], "FILLED")
    balance = signer.request(url, "GET", "/fapi/v3/balance")
    exchange.same("futures balance", balance[0]["balance"], "50000.00000000")
    try:
        signer.sign = lambda text: base64.b64encode(bytes(64)).decode()
        seen = signer.request(url, "GET", "/api/v3/account")
    except urllib.error.HTTPError as problem:
        seen = json.load(problem)["code"]
    exchange.same("a wrong signature", seen, -1022)
    del signer.sign
    asyncio.run(sockets(exchange, signer))
    exchange.finish("Ed25519 trading")
