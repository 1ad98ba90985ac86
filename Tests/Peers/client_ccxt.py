"""ccxt and ccxt.pro, as they come, against exchange-sim --market both --speed 0.

    client_ccxt.py URL
"""

import asyncio
import sys

import ccxt
import ccxt.async_support
import ccxt.pro

from exchange import Exchange, numbers

SPOT, SWAP, ID = "BTC/USDT", "BTC/USDT:USDT", "BTCUSDT"


def urls(place):
    """ccxt's addresses: everything it has, on one host. The path of each stays as it is."""

    def moved(address):
        if isinstance(address, dict):
            return {name: moved(inner) for name, inner in address.items()}
        scheme, rest = address.split("://")
        return f"{'ws' if scheme == 'wss' else 'http'}://{place}/{rest.split('/', 1)[1]}"

    api = moved(ccxt.pro.binance().urls["api"])
    # ccxt.pro takes a socket for spot's if "/stream" stands in its address.
    api["ws"]["spot"] = f"ws://{place}/stream/ws"
    return {"urls": {"api": api}}


def ticker(row, keys):
    return [None if row.get(key) is None else float(row[key]) for key in keys]


UNIFIED = ["last", "open", "high", "low", "baseVolume", "quoteVolume", "vwap", "timestamp"]
REST = ["lastPrice", "openPrice", "highPrice", "lowPrice", "volume", "quoteVolume", "weightedAvgPrice",
        "closeTime"]
QUOTE = ["bid", "bidVolume", "ask", "askVolume"]
REST_QUOTE = ["bidPrice", "bidQty", "askPrice", "askQty"]


def base(symbol):
    return "/api/v3/" if symbol == SPOT else "/fapi/v1/"


def trade(trade):
    return [trade["id"], trade["price"], trade["amount"], trade["timestamp"], trade["side"] == "sell"]


def own_trade(row):
    return [str(row["id"]), float(row["price"]), float(row["qty"]), row["time"], row["isBuyerMaker"]]


def markets(exchange, client):
    for symbol in (SPOT, SWAP):
        market = client.market(symbol)
        listed = exchange.get(base(symbol) + "exchangeInfo")["symbols"]
        row = next(row for row in listed if row["symbol"] == ID)
        filters = {row["filterType"]: row for row in row["filters"]}
        lot, price = filters["LOT_SIZE"], filters["PRICE_FILTER"]
        cost = filters["NOTIONAL"]["minNotional"] if symbol == SPOT else filters["MIN_NOTIONAL"]["notional"]
        told = [market["precision"]["amount"], market["precision"]["price"], market["limits"]["amount"]["min"],
                market["limits"]["price"]["max"], market["limits"]["cost"]["min"]]
        own = [lot["stepSize"], price["tickSize"], lot["minQty"], price["maxPrice"], cost]
        exchange.same(f"{symbol} filters", told, [float(value) for value in own])
        exchange.check(f"{symbol} is traded", market["active"] and market["spot"] == (symbol == SPOT), market)
        known = {name for name in client.symbols if (":" in name) == (symbol == SWAP)}
        exchange.same(f"{symbol} and all others", {client.market_id(name) for name in known},
                      {row["symbol"] for row in listed})


def requests(exchange):
    """All of REST's market data that ccxt has a name of its own for."""
    client = ccxt.binance(urls(exchange.place))
    client.load_markets()
    markets(exchange, client)
    exchange.same("status", client.fetch_status()["status"], "ok")
    for symbol in (SPOT, SWAP):
        path = base(symbol)
        keys = (UNIFIED + QUOTE, REST + REST_QUOTE) if symbol == SPOT else (UNIFIED, REST)
        own = exchange.get(path + "ticker/24hr", symbol=ID)
        exchange.same(f"{symbol} ticker", ticker(client.fetch_ticker(symbol), keys[0]), ticker(own, keys[1]))
        told = client.fetch_tickers([symbol])[symbol]
        exchange.same(f"{symbol} tickers", ticker(told, keys[0]), ticker(own, keys[1]))
        own = exchange.get(path + "ticker/bookTicker", symbol=ID)
        told = client.fetch_bids_asks([symbol])[symbol]
        exchange.same(f"{symbol} quote", ticker(told, QUOTE), ticker(own, REST_QUOTE))
        own = exchange.get(path + "ticker/price", symbol=ID)
        exchange.same(f"{symbol} price", client.fetch_last_prices([symbol])[symbol]["price"], float(own["price"]))
        for unit in ("1m", "5m", "1h", "1d"):
            own = exchange.get(path + "klines", symbol=ID, interval=unit, limit=50)
            exchange.same(f"{symbol} {unit} candles", client.fetch_ohlcv(symbol, unit, limit=50), [
                [row[0]] + [float(value) for value in row[1:6]] for row in own])
        since = exchange.get(path + "time")["serverTime"] // 60_000 * 60_000 - 600_000
        own = exchange.get(path + "klines", symbol=ID, interval="1m", startTime=since, limit=5)
        exchange.same(f"{symbol} candles since", [row[0] for row in client.fetch_ohlcv(symbol, "1m", since, 5)],
                      [row[0] for row in own])
        # ccxt takes aggregates unless it is told otherwise.
        own = exchange.get(path + "aggTrades", symbol=ID, limit=20)
        exchange.same(f"{symbol} aggregates", [trade(row) for row in client.fetch_trades(symbol, limit=20)], [
            [str(row["a"]), float(row["p"]), float(row["q"]), row["T"], row["m"]] for row in own])
        method = {"fetchTradesMethod": "publicGetTrades" if symbol == SPOT else "fapiPublicGetTrades"}
        own = exchange.get(path + "trades", symbol=ID, limit=20)
        told = client.fetch_trades(symbol, limit=20, params=method)
        exchange.same(f"{symbol} trades", [trade(row) for row in told], [own_trade(row) for row in own])
        own = exchange.get(path + "depth", symbol=ID, limit=20)
        book = client.fetch_order_book(symbol, 20)
        exchange.same(f"{symbol} book", [book["nonce"], book["bids"], book["asks"]],
                      [own["lastUpdateId"], numbers(own["bids"]), numbers(own["asks"])])
        option = {"defaultType": "spot" if symbol == SPOT else "swap"}
        other = ccxt.binance({**urls(exchange.place), "options": option})
        exchange.same(f"{symbol} time", other.fetch_time(), exchange.get(path + "time")["serverTime"])
    own = exchange.get("/fapi/v1/premiumIndex", symbol=ID)
    rate = client.fetch_funding_rate(SWAP)
    exchange.same("funding rate", [rate["fundingRate"], rate["markPrice"], rate["fundingTimestamp"]],
                  [float(own["lastFundingRate"]), float(own["markPrice"]), own["nextFundingTime"]])
    own = exchange.get("/fapi/v1/fundingRate", symbol=ID)
    told = [[row["timestamp"], row["fundingRate"]] for row in client.fetch_funding_rate_history(SWAP)]
    exchange.same("funding rates of the past", told, [
        [row["fundingTime"], float(row["fundingRate"])] for row in own])
    own = exchange.get("/fapi/v1/openInterest", symbol=ID)
    exchange.same("open interest", client.fetch_open_interest(SWAP)["openInterestAmount"], float(own["openInterest"]))
    for kind, path in (("mark", "markPriceKlines"), ("index", "indexPriceKlines")):
        name = {"pair" if kind == "index" else "symbol": ID}
        own = exchange.get("/fapi/v1/" + path, interval="1m", limit=5, **name)
        told = client.fetch_ohlcv(SWAP, "1m", limit=5, params={"price": kind})
        exchange.same(f"{kind} candles", [row[:5] for row in told], [
            [row[0]] + [float(value) for value in row[1:5]] for row in own])
    refused(exchange, client)


def refused(exchange, client):
    """What is refused becomes the error that it should."""
    keyed = ccxt.binance({**urls(exchange.place), "apiKey": "k" * 64, "secret": "s"})
    for name, call, error in (
        ("a pair that is none", lambda: client.publicGetDepth({"symbol": "NONE"}), ccxt.BadSymbol),
        ("a limit that is none", lambda: client.fapiPublicGetDepth({"symbol": ID, "limit": 3}), ccxt.BaseError),
        ("an account", keyed.fetch_balance, ccxt.AuthenticationError),
    ):
        try:
            seen = call()
        except error as problem:
            seen = problem
        exchange.check(f"{name} is refused", isinstance(seen, error), seen)


async def asynchronous(exchange):
    client = ccxt.async_support.binance(urls(exchange.place))
    try:
        await client.load_markets()
        for symbol in (SPOT, SWAP):
            own = exchange.get(base(symbol) + "klines", symbol=ID, interval="1m", limit=10)
            told, book = await asyncio.gather(
                client.fetch_ohlcv(symbol, "1m", limit=10), client.fetch_order_book(symbol, 5))
            exchange.same(f"{symbol} candles, asynchronously", [row[0] for row in told], [row[0] for row in own])
            own = exchange.get(base(symbol) + "depth", symbol=ID, limit=5)
            exchange.same(f"{symbol} book, asynchronously", book["nonce"], own["lastUpdateId"])
    finally:
        await client.close()


async def streams(exchange):
    """ccxt.pro: what it makes of the streams, against REST."""
    client = ccxt.pro.binance(urls(exchange.place))
    try:
        await client.load_markets()
        for symbol in (SPOT, SWAP):
            await stream(exchange, client, symbol)
        await marks(exchange, client)
        await gaps(exchange, client)
        await calls(exchange, client)
    finally:
        await client.close()


async def watched_book(client, symbol):
    told = await client.watch_order_book(symbol)
    return [told["nonce"], [list(row) for row in told["bids"]], [list(row) for row in told["asks"]]]


def own_book(exchange, path, name):
    own = exchange.get(path + "depth", symbol=name, limit=100)
    return [own["lastUpdateId"], numbers(own["bids"]), numbers(own["asks"])]


async def stream(exchange, client, symbol):
    path = base(symbol)

    await exchange.agree(f"{symbol} watch_order_book", lambda: watched_book(client, symbol),
                         lambda: own_book(exchange, path, ID))

    async def trades():
        return [trade(row) for row in (await client.watch_trades(symbol))[-1:]]

    await exchange.agree(f"{symbol} watch_trades", trades, lambda: [
        own_trade(row) for row in exchange.get(path + "trades", symbol=ID, limit=1)])

    async def candle():
        return list((await client.watch_ohlcv(symbol, "1m"))[-1])

    await exchange.agree(f"{symbol} watch_ohlcv", candle, lambda: numbers(
        exchange.get(path + "klines", symbol=ID, interval="1m", limit=1))[0][:6])

    async def day():
        return ticker(await client.watch_ticker(symbol), UNIFIED[:4])

    await exchange.agree(f"{symbol} watch_ticker", day, lambda: ticker(
        exchange.get(path + "ticker/24hr", symbol=ID), REST[:4]))

    async def days():
        return ticker((await client.watch_tickers([symbol]))[symbol], UNIFIED[:4])

    await exchange.agree(f"{symbol} watch_tickers", days, lambda: ticker(
        exchange.get(path + "ticker/24hr", symbol=ID), REST[:4]))

    async def quote():
        return ticker((await client.watch_bids_asks([symbol]))[symbol], QUOTE)

    await exchange.agree(f"{symbol} watch_bids_asks", quote, lambda: ticker(
        exchange.get(path + "ticker/bookTicker", symbol=ID), REST_QUOTE))
    for name in ("un_watch_order_book", "un_watch_trades", "un_watch_ohlcv", "un_watch_ticker"):
        await exchange.meanwhile(getattr(client, name)(symbol))
        exchange.check(f"{symbol} {name}", True)


async def marks(exchange, client):
    async def mark():
        return (await client.watch_mark_price(SWAP))["markPrice"]

    await exchange.agree(f"{SWAP} watch_mark_price", mark, lambda: float(
        exchange.get("/fapi/v1/premiumIndex", symbol=ID)["markPrice"]))


async def gaps(exchange, client):
    """A change of a book that is not told is noticed by the ids around it, and the book made anew."""
    for symbol, name in ((SPOT, ID), ("ETH/USDT:USDT", "ETHUSDT")):
        await exchange.meanwhile(client.watch_order_book(symbol))
        exchange.tell(f"fault/gap?at={name.lower()}")

        async def book(symbol=symbol):
            while True:
                try:
                    return await watched_book(client, symbol)
                except ccxt.ChecksumError:
                    continue

        await exchange.agree(f"{symbol} book after a gap", book, lambda: own_book(exchange, base(symbol), name))


async def calls(exchange, client):
    """The WebSocket API."""
    own = exchange.get("/api/v3/klines", symbol=ID, interval="1m", limit=5)
    exchange.same("fetch_ohlcv_ws", await client.fetch_ohlcv_ws(SPOT, "1m", limit=5), [
        [row[0]] + [float(value) for value in row[1:6]] for row in own])
    own = exchange.get("/api/v3/trades", symbol=ID, limit=5)
    exchange.same("fetch_trades_ws", [trade(row) for row in await client.fetch_trades_ws(SPOT, limit=5)],
                  [own_trade(row) for row in own])

    # With keys ccxt asks for currencies and margin pairs first; what futures tell on sockets it asks with
    # keys alone.
    keyed = ccxt.pro.binance({**urls(exchange.place), "apiKey": "k" * 64, "secret": "s"})
    try:
        await keyed.load_markets()
        exchange.check("markets with keys", SPOT in keyed.markets and SWAP in keyed.markets)
        own = exchange.get("/fapi/v1/depth", symbol=ID, limit=5)
        book = await keyed.fetch_order_book_ws(SWAP, 5)
        exchange.same("fetch_order_book_ws", [book["nonce"], book["bids"], book["asks"]],
                      [own["lastUpdateId"], numbers(own["bids"]), numbers(own["asks"])])
        own = exchange.get("/fapi/v1/ticker/bookTicker", symbol=ID)
        exchange.same("fetch_ticker_ws", ticker(await keyed.fetch_ticker_ws(SWAP), QUOTE), ticker(own, REST_QUOTE))
    finally:
        await keyed.close()


if __name__ == "__main__":
    exchange = Exchange(sys.argv[1])
    exchange.go_on(90_000)
    requests(exchange)
    asyncio.run(asynchronous(exchange))
    asyncio.run(streams(exchange))
    exchange.finish("ccxt")
