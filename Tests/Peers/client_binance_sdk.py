"""The exchange's own SDKs, as they come, against exchange-sim --market both --speed 0.

    client_binance_sdk.py URL
"""

import asyncio
import sys

from binance_common.configuration import (
    ConfigurationRestAPI,
    ConfigurationWebSocketAPI,
    ConfigurationWebSocketStreams,
)
from binance_sdk_derivatives_trading_usds_futures.derivatives_trading_usds_futures import (
    DerivativesTradingUsdsFutures,
)
from binance_sdk_spot.spot import Spot

from exchange import Exchange

ID = "BTCUSDT"
SPOT, UM = "/api/v3/", "/fapi/v1/"
ONE = {"symbol": ID}
MINUTES = {"interval": "1m", "limit": 20}


def client(kind, place, calls):
    return kind(
        ConfigurationRestAPI(base_path=f"http://{place}"),
        ConfigurationWebSocketAPI(stream_url=f"ws://{place}/{calls}"),
        ConfigurationWebSocketStreams(stream_url=f"ws://{place}"),
    )


REQUESTS = [
    (SPOT, "time", {}, "time"), (SPOT, "exchange_info", ONE, "exchangeInfo"),
    (SPOT, "depth", {**ONE, "limit": 20}, "depth"), (SPOT, "get_trades", ONE, "trades"),
    (SPOT, "agg_trades", ONE, "aggTrades"), (SPOT, "klines", {**ONE, **MINUTES}, "klines"),
    (SPOT, "avg_price", ONE, "avgPrice"), (SPOT, "ticker24hr", ONE, "ticker/24hr"),
    (SPOT, "ticker_price", ONE, "ticker/price"), (SPOT, "ticker_book_ticker", ONE, "ticker/bookTicker"),
    (UM, "check_server_time", {}, "time"), (UM, "order_book", {**ONE, "limit": 20}, "depth"),
    (UM, "recent_trades_list", ONE, "trades"), (UM, "compressed_aggregate_trades_list", ONE, "aggTrades"),
    (UM, "kline_candlestick_data", {**ONE, **MINUTES}, "klines"), (UM, "mark_price", ONE, "premiumIndex"),
    (UM, "open_interest", ONE, "openInterest"), (UM, "ticker24hr_price_change_statistics", ONE, "ticker/24hr"),
    (UM, "symbol_order_book_ticker", ONE, "ticker/bookTicker"),
]
CALLS = [
    (SPOT, "time", {}, "time"), (SPOT, "depth", {**ONE, "limit": 20}, "depth"),
    (SPOT, "klines", {**ONE, **MINUTES}, "klines"), (SPOT, "ticker_book", ONE, "ticker/bookTicker"),
    (UM, "order_book", {**ONE, "limit": 20}, "depth"), (UM, "symbol_price_ticker", ONE, "ticker/price"),
]


def bare(value):
    """What one of several models turned out to be."""
    while getattr(value, "actual_instance", None) is not None:
        value = value.actual_instance
    return value


def plain(value):
    """A value of the SDK's as the exchange wrote it: what did not fit its models is not one of them."""
    value = bare(value)
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if hasattr(value, "to_dict"):
        value = value.to_dict()
    if isinstance(value, dict):
        # What its models do not know stands apart, and is left there: the comparison fails.
        return {name: plain(inner) for name, inner in value.items() if inner or name != "additional_properties"}
    return value


async def calls(exchange, clients):
    for path, client in clients.items():
        connection = await client.websocket_api.create_connection()
        for _, name, words, target in [row for row in CALLS if row[0] == path]:
            told = plain(bare((await getattr(connection, name)(**words)).data()).result)
            exchange.same(f"{path} {name} on a socket", told, exchange.get(path + target, **words))
        await connection.close_connection()


QUOTE = {"b": "bidPrice", "B": "bidQty", "a": "askPrice", "A": "askQty"}
DAY = {"c": "lastPrice", "o": "openPrice", "h": "highPrice", "l": "lowPrice"}
STREAMS = [
    (SPOT, "book_ticker", {"symbol": "btcusdt"}, "ticker/bookTicker", QUOTE),
    (SPOT, "ticker", {"symbol": "btcusdt"}, "ticker/24hr", DAY),
    (UM, "individual_symbol_book_ticker_streams", {"symbol": "btcusdt"}, "ticker/bookTicker", QUOTE),
    (UM, "individual_symbol_ticker_streams", {"symbol": "btcusdt"}, "ticker/24hr", DAY),
    (UM, "mark_price_stream", {"symbol": "btcusdt"}, "premiumIndex", {"p": "markPrice", "r": "lastFundingRate"}),
]


async def streams(exchange, clients):
    for path, client in clients.items():
        connection = await client.websocket_streams.create_connection()
        for _, name, words, target, keys in [row for row in STREAMS if row[0] == path]:
            events = asyncio.Queue()
            stream = await getattr(connection, name)(**words)
            stream.on("message", lambda event, events=events: events.put_nowait(plain(event)))

            async def told(events=events, keys=keys):
                event = await events.get()
                return [event[key] for key in keys]

            def own(target=target, keys=keys):
                row = exchange.get(path + target, **ONE)
                return [row[key] for key in keys.values()]

            await exchange.agree(f"{path} {name}", told, own)
            await stream.unsubscribe()
        await connection.close_connection()


if __name__ == "__main__":
    exchange = Exchange(sys.argv[1])
    exchange.go_on(90_000)
    clients = {
        SPOT: client(Spot, exchange.place, "ws-api/v3"),
        UM: client(DerivativesTradingUsdsFutures, exchange.place, "ws-fapi/v1"),
    }
    for path, name, words, target in REQUESTS:
        told = plain(getattr(clients[path].rest_api, name)(**words).data())
        exchange.same(f"{path} {name}", told, exchange.get(path + target, **words))
    asyncio.run(calls(exchange, clients))
    asyncio.run(streams(exchange, clients))
    exchange.finish("binance-sdk")
