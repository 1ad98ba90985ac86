"""NautilusTrader's live adapter trading on exchange-sim, spot and futures at once; what it kept is written at its end.

    bot.py URL KEY PEM-FILE
"""

import json
import sys
from datetime import timedelta
from decimal import Decimal

from nautilus_trader.adapters.binance import (
    BinanceAccountType,
    BinanceDataClientConfig,
    BinanceExecClientConfig,
    BinanceLiveDataClientFactory,
    BinanceLiveExecClientFactory,
)
from nautilus_trader.config import InstrumentProviderConfig, LiveExecEngineConfig, LoggingConfig, TradingNodeConfig
from nautilus_trader.config import StrategyConfig
from nautilus_trader.live.node import TradingNode
from nautilus_trader.model.currencies import BTC, USDT
from nautilus_trader.model.enums import OrderSide, TimeInForce, TriggerType
from nautilus_trader.model.identifiers import InstrumentId, Venue
from nautilus_trader.trading.strategy import Strategy

SPOT, FUTURES = "BINANCE_SPOT", "BINANCE_FUTURES"
IDS = {SPOT: "BTCUSDT.BINANCE_SPOT", FUTURES: "BTCUSDT-PERP.BINANCE_FUTURES"}


class RoundsConfig(StrategyConfig, frozen=True):
    instrument_id: InstrumentId
    size: Decimal


class Rounds(Strategy):
    """Each minute the next of a round: buys, rests an order below the market, sells half, rests a stop, takes both
    back, sells the rest. What it earns is of no interest."""

    def on_start(self):
        self.instrument = self.cache.instrument(self.config.instrument_id)
        self.subscribe_quote_ticks(self.config.instrument_id)
        self.steps = [self.buy, self.rest, self.sell, self.stop_loss, self.take_back, self.sell_rest]
        self.turn = 0
        # Away from the pings of its sockets, which want an answer within half a second of the machine's.
        later = self.clock.utc_now() + timedelta(seconds=30)
        self.clock.set_timer("minute", timedelta(minutes=1), start_time=later, callback=self.next)

    def on_stop(self):
        self.take_back()

    def next(self, _event):
        quote = self.cache.quote_tick(self.config.instrument_id)
        if quote is None:
            return
        self.bid = quote.bid_price.as_decimal()
        self.steps[self.turn % len(self.steps)]()
        self.turn += 1

    def quantity(self, share=1):
        return self.instrument.make_qty(self.config.size * share)

    def buy(self):
        self.submit_order(self.order_factory.market(
            self.config.instrument_id, OrderSide.BUY, self.quantity(2), TimeInForce.GTC))

    def sell(self):
        self.submit_order(self.order_factory.market(
            self.config.instrument_id, OrderSide.SELL, self.quantity(), TimeInForce.GTC))

    def sell_rest(self):
        # Spot's fee is taken of what was bought.
        share = Decimal("0.9") if self.config.instrument_id.venue.value == SPOT else 1
        self.submit_order(self.order_factory.market(
            self.config.instrument_id, OrderSide.SELL, self.quantity(share), TimeInForce.GTC))

    def rest(self):
        price = self.instrument.make_price(self.bid * Decimal("0.98"))
        self.submit_order(self.order_factory.limit(
            self.config.instrument_id, OrderSide.BUY, self.quantity(), price, post_only=True))

    def stop_loss(self):
        trigger = self.instrument.make_price(self.bid * Decimal("0.97"))
        if self.config.instrument_id.venue.value == FUTURES:
            order = self.order_factory.stop_market(
                self.config.instrument_id, OrderSide.SELL, self.quantity(), trigger,
                trigger_type=TriggerType.LAST_PRICE, reduce_only=True)
        else:
            order = self.order_factory.stop_limit(
                self.config.instrument_id, OrderSide.SELL, self.instrument.make_qty(self.config.size * Decimal("0.9")),
                self.instrument.make_price(self.bid * Decimal("0.965")), trigger, trigger_type=TriggerType.LAST_PRICE)
        self.submit_order(order)

    def take_back(self):
        self.cancel_all_orders(self.config.instrument_id)


def clients(url, key, secret):
    place = url.split("://")[1]
    data, execution = {}, {}
    for venue, kind, calls in (
        (SPOT, BinanceAccountType.SPOT, "ws-api/v3"), (FUTURES, BinanceAccountType.USDT_FUTURES, "ws-fapi/v1"),
    ):
        both = {
            "venue": Venue(venue), "api_key": key, "api_secret": secret, "account_type": kind, "base_url_http": url,
            "instrument_provider": InstrumentProviderConfig(load_ids=frozenset([InstrumentId.from_str(IDS[venue])])),
        }
        data[venue] = BinanceDataClientConfig(**both, base_url_ws=f"ws://{place}")
        execution[venue] = BinanceExecClientConfig(
            **both, base_url_ws=f"ws://{place}/{calls}", base_url_ws_stream=f"ws://{place}/private",
            recv_window_ms=60_000)
    return data, execution


def kept(node):
    """What it has in its cache: orders, positions, balances."""
    cache = node.cache
    orders = [{
        "venue": order.instrument_id.venue.value, "name": order.client_order_id.value,
        "number": order.venue_order_id.value if order.venue_order_id else None, "status": order.status_string(),
        "side": order.side_string(), "quantity": str(order.quantity), "filled": str(order.filled_qty),
        "price": str(order.avg_px or 0), "type": order.type_string(),
    } for order in cache.orders()]
    balances = {}
    for venue in (SPOT, FUTURES):
        account = cache.account_for_venue(Venue(venue))
        balances[venue] = {
            currency.code: str(account.balance_total(currency) or 0) for currency in (BTC, USDT)
        } if account else {}
    held = {}
    for position in cache.positions_open():
        held[position.instrument_id.venue.value] = str(position.signed_decimal_qty())
    return {"orders": orders, "balances": balances, "held": held}


if __name__ == "__main__":
    url, key, path = sys.argv[1:4]
    with open(path) as file:
        secret = file.read()
    data, execution = clients(url, key, secret)
    node = TradingNode(TradingNodeConfig(
        trader_id="ROUNDS-001",
        logging=LoggingConfig(log_level="INFO", log_colors=False),
        exec_engine=LiveExecEngineConfig(reconciliation=True),
        data_clients=data, exec_clients=execution,
        # Seconds of the market, twenty of which are one of the machine's.
        timeout_connection=600.0, timeout_reconciliation=600.0, timeout_portfolio=600.0, timeout_disconnection=120.0,
        timeout_post_stop=60.0))
    for venue in (SPOT, FUTURES):
        node.add_data_client_factory(venue, BinanceLiveDataClientFactory)
        node.add_exec_client_factory(venue, BinanceLiveExecClientFactory)
        node.trader.add_strategy(Rounds(RoundsConfig(
            instrument_id=InstrumentId.from_str(IDS[venue]), size=Decimal("0.01"), order_id_tag=venue[8:10])))
    node.build()
    try:
        node.run()
    finally:
        with open("kept.json", "w") as file:
            json.dump(kept(node), file, indent=1)
        node.dispose()
