"""An account at exchange-sim, asked by nothing but the standard library: what the bots' own books are held against."""

import hashlib
import hmac
import json
import urllib.parse
import urllib.request


class Account:
    def __init__(self, url, key, secret, sign=None):
        self.url, self.key = url, key
        self.sign = sign or (lambda text: hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest())

    def get(self, path, **parameters):
        # The exchange's own time: its market goes faster than this program's clock.
        with urllib.request.urlopen(f"{self.url}/api/v3/time", timeout=20) as answer:
            now = json.load(answer)["serverTime"]
        query = urllib.parse.urlencode({**parameters, "recvWindow": 60_000, "timestamp": now})
        signature = urllib.parse.quote(self.sign(query), safe="")
        request = urllib.request.Request(f"{self.url}{path}?{query}&signature={signature}", headers={"X-MBX-APIKEY": self.key})
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)

    def balances(self):
        """What there is of each asset of spot, free or not."""
        rows = self.get("/api/v3/account", omitZeroBalances="true")["balances"]
        return {row["asset"]: float(row["free"]) + float(row["locked"]) for row in rows}


class Checks:
    def __init__(self):
        self.passed, self.failed = 0, 0

    def check(self, name, is_so, *seen):
        self.passed, self.failed = self.passed + bool(is_so), self.failed + (not is_so)
        print("ok  " if is_so else "FAIL", name, *(f"| {value!r}"[:600] for value in seen), flush=True)

    def same(self, name, told, own):
        self.check(name, told == own, told, own)

    def finish(self, name):
        print(f"{name}: {self.passed} checks passed, {self.failed} failed", flush=True)
        raise SystemExit(1 if self.failed else 0)
