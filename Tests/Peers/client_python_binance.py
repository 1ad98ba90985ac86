"""python-binance, as it comes, against exchange-sim --market both --speed 0: blocking, asynchronous, sockets.

    client_python_binance.py URL
"""

import asyncio
import contextlib
import queue
import sys

from binance import AsyncClient, BinanceSocketManager, Client, DepthCacheManager, FuturesDepthCacheManager
from binance import ThreadedWebsocketManager
from binance.exceptions import BinanceAPIException

from exchange import STEPS, Exchange, numbers

ID = "BTCUSDT"
ONE = {"symbol": ID}


def point(place):
    """python-binance's addresses are its classes' own."""
    for client in (Client, AsyncClient):
        client.API_URL = f"http://{place}/api"
        client.MARGIN_API_URL = f"http://{place}/sapi"
        client.FUTURES_URL = f"http://{place}/fapi"
        client.WS_API_URL = f"ws://{place}/ws-api/v3"
        client.WS_FUTURES_URL = f"ws://{place}/ws-fapi/v1"
    BinanceSocketManager.STREAM_URL = f"ws://{place}/"
    BinanceSocketManager.FSTREAM_URL = f"ws://{place}/"


MINUTES = {"interval": "1m", "limit": 20}
# What it calls each request, and what that is.
REQUESTS = [
    ("get_server_time", {}, "/api/v3/time", {}),
    ("get_exchange_info", {}, "/api/v3/exchangeInfo", {}),
    ("get_all_tickers", {}, "/api/v3/ticker/price", {}),
    ("get_symbol_ticker", ONE, "/api/v3/ticker/price", ONE),
    ("get_orderbook_tickers", {}, "/api/v3/ticker/bookTicker", {}),
    ("get_orderbook_ticker", ONE, "/api/v3/ticker/bookTicker", ONE),
    ("get_ticker", {}, "/api/v3/ticker/24hr", {}),
    ("get_ticker", ONE, "/api/v3/ticker/24hr", ONE),
    ("get_symbol_ticker_window", {**ONE, "windowSize": "1h"}, "/api/v3/ticker", {**ONE, "windowSize": "1h"}),
    ("get_order_book", {**ONE, "limit": 20}, "/api/v3/depth", {**ONE, "limit": 20}),
    ("get_recent_trades", ONE, "/api/v3/trades", ONE),
    ("get_historical_trades", {**ONE, "limit": 5}, "/api/v3/historicalTrades", {**ONE, "limit": 5}),
    ("get_aggregate_trades", ONE, "/api/v3/aggTrades", ONE),
    ("get_klines", {**ONE, **MINUTES}, "/api/v3/klines", {**ONE, **MINUTES}),
    ("get_ui_klines", {**ONE, **MINUTES}, "/api/v3/uiKlines", {**ONE, **MINUTES}),
    ("get_avg_price", ONE, "/api/v3/avgPrice", ONE),
    ("get_system_status", {}, "/sapi/v1/system/status", {}),
    ("futures_time", {}, "/fapi/v1/time", {}),
    ("futures_exchange_info", {}, "/fapi/v1/exchangeInfo", {}),
    ("futures_order_book", {**ONE, "limit": 20}, "/fapi/v1/depth", {**ONE, "limit": 20}),
    ("futures_recent_trades", ONE, "/fapi/v1/trades", ONE),
    ("futures_aggregate_trades", ONE, "/fapi/v1/aggTrades", ONE),
    ("futures_klines", {**ONE, **MINUTES}, "/fapi/v1/klines", {**ONE, **MINUTES}),
    ("futures_continuous_klines", {"pair": ID, "contractType": "PERPETUAL", **MINUTES}, "/fapi/v1/continuousKlines",
     {"pair": ID, "contractType": "PERPETUAL", **MINUTES}),
    ("futures_mark_price_klines", {**ONE, **MINUTES}, "/fapi/v1/markPriceKlines", {**ONE, **MINUTES}),
    ("futures_index_price_klines", {"pair": ID, **MINUTES}, "/fapi/v1/indexPriceKlines", {"pair": ID, **MINUTES}),
    ("futures_premium_index_klines", {**ONE, **MINUTES}, "/fapi/v1/premiumIndexKlines", {**ONE, **MINUTES}),
    ("futures_mark_price", ONE, "/fapi/v1/premiumIndex", ONE),
    ("futures_funding_rate", ONE, "/fapi/v1/fundingRate", ONE),
    ("futures_ticker", ONE, "/fapi/v1/ticker/24hr", ONE),
    ("futures_symbol_ticker", ONE, "/fapi/v1/ticker/price", ONE),
    ("futures_orderbook_ticker", ONE, "/fapi/v1/ticker/bookTicker", ONE),
    ("futures_open_interest", ONE, "/fapi/v1/openInterest", ONE),
]
CALLS = [
    ("ws_ping", {}, "/api/v3/ping", {}),
    ("ws_get_time", {}, "/api/v3/time", {}),
    ("ws_get_exchange_info", ONE, "/api/v3/exchangeInfo", ONE),
    ("ws_get_order_book", {**ONE, "limit": 20}, "/api/v3/depth", {**ONE, "limit": 20}),
    ("ws_get_recent_trades", ONE, "/api/v3/trades", ONE),
    ("ws_get_historical_trades", ONE, "/api/v3/historicalTrades", ONE),
    ("ws_get_aggregate_trades", ONE, "/api/v3/aggTrades", ONE),
    ("ws_get_klines", {**ONE, **MINUTES}, "/api/v3/klines", {**ONE, **MINUTES}),
    ("ws_get_uiKlines", {**ONE, **MINUTES}, "/api/v3/uiKlines", {**ONE, **MINUTES}),
    ("ws_get_avg_price", ONE, "/api/v3/avgPrice", ONE),
    ("ws_get_ticker", ONE, "/api/v3/ticker/24hr", ONE),
    ("ws_get_trading_day_ticker", ONE, "/api/v3/ticker/tradingDay", ONE),
    ("ws_get_symbol_ticker_window", ONE, "/api/v3/ticker", ONE),
    ("ws_get_symbol_ticker", ONE, "/api/v3/ticker/price", ONE),
    ("ws_get_orderbook_ticker", ONE, "/api/v3/ticker/bookTicker", ONE),
    ("ws_futures_get_order_book", {**ONE, "limit": 20}, "/fapi/v1/depth", {**ONE, "limit": 20}),
    ("ws_futures_get_all_tickers", {}, "/fapi/v1/ticker/price", {}),
    ("ws_futures_get_order_book_ticker", ONE, "/fapi/v1/ticker/bookTicker", ONE),
]


@contextlib.asynccontextmanager
async def opened(exchange, socket):
    """An open socket; python-binance closes one after its next message, for which the market goes on."""
    entered = await socket.__aenter__()
    try:
        yield entered
    finally:
        await exchange.meanwhile(socket.__aexit__(None, None, None))


def blocking(exchange):
    client = Client()
    for name, words, path, parameters in REQUESTS:
        exchange.same(f"{name} {words}", getattr(client, name)(**words), exchange.get(path, **parameters))
    row = client.get_symbol_info(ID)
    exchange.same("get_symbol_info", row, exchange.get("/api/v3/exchangeInfo", **ONE)["symbols"][0])
    # More than one request holds.
    end = exchange.get("/api/v3/time")["serverTime"]
    told = client.get_historical_klines(ID, "1m", start_str=end - 1500 * 60_000, end_str=end)
    exchange.check("get_historical_klines", len(told) >= 1500 and told[-1000:] == exchange.get(
        "/api/v3/klines", **ONE, interval="1m", limit=1000), len(told))
    steps = {b[0] - a[0] for a, b in zip(told, told[1:])}
    exchange.same("get_historical_klines has no hole", steps, {60_000})
    own = exchange.get("/api/v3/aggTrades", **ONE)
    told = list(client.aggregate_trade_iter(ID, last_id=own[0]["a"]))
    exchange.same("aggregate_trade_iter", told, own[1:])
    exact = Client(time_unit="MICROSECOND").get_server_time()["serverTime"]
    exchange.same("microseconds", exact, end * 1000)
    for call, code in (
        (lambda: client.get_order_book(symbol="NONE"), -1121),
        (lambda: client.futures_order_book(**ONE, limit=3), -4021),
        (lambda: Client("k" * 64, "s").get_account(), -2015),
    ):
        try:
            seen = call()
        except BinanceAPIException as problem:
            seen = problem.code
        exchange.same(f"refused with {code}", seen, code)


async def asynchronous(exchange):
    client = await AsyncClient.create()
    try:
        for name, words, path, parameters in REQUESTS + CALLS:
            told = await getattr(client, name)(**words)
            exchange.same(f"{name} {words}, asynchronously", told, exchange.get(path, **parameters))
        await sockets(exchange, client)
        await depth_caches(exchange, client)
    finally:
        await client.close_connection()
    exact = await AsyncClient.create(time_unit="MICROSECOND")
    try:
        async with opened(exchange, BinanceSocketManager(exact).trade_socket(ID)) as socket:
            event = await exchange.meanwhile(socket.recv())
            own = exchange.get("/api/v3/trades", **ONE)
            exchange.check("microseconds of a trade", event["T"] // 1000 in [row["time"] for row in own], event)
    finally:
        await exact.close_connection()


def keys(*names):
    return lambda row: [row[name] for name in names]


# A trade, a day, a quote and so on: as an event tells it, and as REST does.
TRADE, OWN_TRADE = keys("t", "p", "q", "T", "m"), keys("id", "price", "qty", "time", "isBuyerMaker")
AGGREGATE = keys("a", "p", "q", "f", "l", "T", "m")
DAY, OWN_DAY = keys("c", "o", "h", "l"), keys("lastPrice", "openPrice", "highPrice", "lowPrice")
QUOTE, OWN_QUOTE = keys("b", "B", "a", "A"), keys("bidPrice", "bidQty", "askPrice", "askQty")
MARK, OWN_MARK = keys("p", "i", "r", "T"), keys("markPrice", "indexPrice", "lastFundingRate", "nextFundingTime")
LEVELS, OWN_LEVELS = keys("u", "b", "a"), keys("lastUpdateId", "bids", "asks")


def candle(event):
    return keys("t", "o", "h", "l", "c", "v", "T", "q", "n", "V", "Q")(event["k"])


def own_candle(row):
    return row[:11]


async def sockets(exchange, client):
    """Each stream against REST."""
    to = BinanceSocketManager(client)
    stream = ID.lower()
    trades, minute, five = {"limit": 1}, {"interval": "1m", "limit": 1}, {"interval": "5m", "limit": 1}
    spot, um = "/api/v3/", "/fapi/v1/"
    for name, socket, told, path, own, words in (
        ("trade", to.trade_socket(ID), TRADE, spot + "trades", OWN_TRADE, trades),
        ("aggtrade", to.aggtrade_socket(ID), AGGREGATE, spot + "aggTrades", AGGREGATE, trades),
        ("kline", to.kline_socket(ID), candle, spot + "klines", own_candle, minute),
        ("kline 5m", to.kline_socket(ID, "5m"), candle, spot + "klines", own_candle, five),
        ("symbol_ticker", to.symbol_ticker_socket(ID), DAY, spot + "ticker/24hr", OWN_DAY, {}),
        ("symbol_miniticker", to.symbol_miniticker_socket(ID), DAY, spot + "ticker/24hr", OWN_DAY, {}),
        ("miniticker", to.miniticker_socket(), DAY, spot + "ticker/24hr", OWN_DAY, {}),
        ("symbol_book_ticker", to.symbol_book_ticker_socket(ID), QUOTE, spot + "ticker/bookTicker", OWN_QUOTE, {}),
        ("depth", to.depth_socket(ID, depth="10", interval=100), OWN_LEVELS, spot + "depth", OWN_LEVELS,
         {"limit": 10}),
        ("multiplex", to.multiplex_socket([f"{stream}@bookTicker"]), QUOTE, spot + "ticker/bookTicker",
         OWN_QUOTE, {}),
        ("aggtrade_futures", to.aggtrade_futures_socket(ID), AGGREGATE, um + "aggTrades", AGGREGATE, trades),
        ("kline_futures", to.kline_futures_socket(ID), candle, um + "klines", own_candle, minute),
        ("symbol_mark_price", to.symbol_mark_price_socket(ID), MARK, um + "premiumIndex", OWN_MARK, {}),
        ("all_mark_price", to.all_mark_price_socket(), MARK, um + "premiumIndex", OWN_MARK, {}),
        ("symbol_ticker_futures", to.symbol_ticker_futures_socket(ID), QUOTE, um + "ticker/bookTicker",
         OWN_QUOTE, {}),
        ("individual_symbol_ticker_futures", to.individual_symbol_ticker_futures_socket(ID), DAY,
         um + "ticker/24hr", OWN_DAY, {}),
        ("futures_ticker", to.futures_ticker_socket(), DAY, um + "ticker/24hr", OWN_DAY, {}),
        ("futures_depth", to.futures_depth_socket(ID), LEVELS, um + "depth", OWN_LEVELS, {"limit": 10}),
        ("futures_multiplex", to.futures_multiplex_socket([f"{stream}@kline_1m"], category="market"), candle,
         um + "klines", own_candle, minute),
    ):
        async with opened(exchange, socket) as open_socket:

            async def heard(open_socket=open_socket, told=told):
                event = await open_socket.recv()
                if isinstance(event, dict):
                    event = event.get("data", event)
                if isinstance(event, list):
                    # Of all pairs; those of which there is nothing new are left out.
                    event = next((row for row in event if row["s"] == ID), None)
                return event and told(event)

            def truth(path=path, own=own, words=words):
                answer = exchange.get(path, **ONE, **words)
                return own(answer[-1] if isinstance(answer, list) else answer)

            await exchange.agree(f"{name}_socket", heard, truth)


async def depth_caches(exchange, client):
    """The books that it keeps: snapshot and changes."""
    for name, manager, path, limit in (
        ("DepthCacheManager", DepthCacheManager(client, ID, limit=100, ws_interval=100), "/api/v3/depth", 100),
        ("FuturesDepthCacheManager", FuturesDepthCacheManager(client, ID), "/fapi/v1/depth", 10),
    ):
        async with opened(exchange, manager) as cache:
            async def book(cache=cache):
                told = await cache.recv()
                return [told.get_bids()[:limit], told.get_asks()[:limit]]

            def own():
                book = exchange.get(path, **ONE, limit=limit)
                return [numbers(book["bids"]), numbers(book["asks"])]

            await exchange.agree(name, book, own)


def threaded(exchange):
    """Sockets for programs that wait."""
    manager = ThreadedWebsocketManager()
    manager.start()
    events = queue.Queue()
    manager.start_aggtrade_socket(events.put, ID)
    manager.start_kline_futures_socket(events.put, ID)
    seen = {}
    for _ in range(STEPS):
        try:
            event = events.get(timeout=0.02)
            seen[event["e"]] = event
        except queue.Empty:
            exchange.go_on()
        if len(seen) == 2:
            break
    own = exchange.get("/api/v3/aggTrades", **ONE)
    exchange.check("ThreadedWebsocketManager, trades", AGGREGATE(seen["aggTrade"]) in map(AGGREGATE, own), seen)
    begin, *_ = candle(seen["continuous_kline"])
    own = exchange.get("/fapi/v1/klines", **ONE, interval="1m", limit=3)
    exchange.check("ThreadedWebsocketManager, candles", begin in [row[0] for row in own], seen)
    manager.stop()
    for _ in range(STEPS):
        exchange.go_on()
        manager.join(timeout=0.05)
        if not manager.is_alive():
            break
    exchange.check("ThreadedWebsocketManager ends", not manager.is_alive())


if __name__ == "__main__":
    exchange = Exchange(sys.argv[1])
    point(exchange.place)
    exchange.go_on(90_000)
    blocking(exchange)
    asyncio.run(asynchronous(exchange))
    threaded(exchange)
    exchange.finish("python-binance")
