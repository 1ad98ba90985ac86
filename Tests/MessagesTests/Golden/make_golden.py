#!/usr/bin/env python3
"""Writes golden.json: each kind of message as Python's msgpack packs it.

Needs `msgpack` (pip install msgpack). Run it after a change of the schema:
    python3 Tests/MessagesTests/Golden/make_golden.py
The dicts are written by hand after the documents, not made from the Swift sources: that is the point.
For each kind: the frame in the declared order; `reversed`, the same keys the other way round at every
depth; `loose`, whole numbers as ints and unknown keys added at every depth. Prices and quantities of
the tables hold whole and broken figures on purpose.
"""
import json
import pathlib

import msgpack

HEADER = dict(v=1, run=7, mode="PAPER", src="l2-tactic.0", epoch=3, seq=42, id=0x1234_5678_9ABC,
              cause=[17, 0xFFFF_FFFF_FFFF_FFFF], ts=1746373020000000000, sent=1746373020000123456,
              cfg=0xCBF29CE484222325, ins=0x8000000000000001)
PAIR = dict(symbol="BTC/USDT")
ORDER = dict(signal_id="r7-BTCUSDT-1746373020-5m", leg=2)
SIDE = dict(side="sell")
REASON = dict(reason="total_exposure", found=1100.0, limit=1000.0)
WEIGHTS = dict(momentum=0.25, mean_reversion=-0.5, breakout=0.0)
VOTES = dict(momentum=0.25, breakout=-1.0)
INTENT = dict(**ORDER, **PAIR, side="buy", order_type="limit", purpose="entry", algorithm="twap", qty=0.0125,
              price=95505.4, reference_price=95500.0, stop_loss=94000.5, take_profit=98000.25,
              expires=1746373620000000000)
BEAT = dict(process="l1-operational.0", handled=1746373020000000000, published=12, received=345678, gaps=1,
            refused=2, forged=3, ready=True, halt="disk_full", halted_since=1746373020000000000)

KINDS = {
    "ticker": ("BTC/USDT", dict(**PAIR, last=95505.4, bid=95505.3, ask=95505.5, bid_qty=1.0, ask_qty=0.123)),
    "kline": ("kline_1m/BTC/USDT", dict(
        **PAIR, interval="1m", open_time=1746372960000000000, close_time=1746373020000000000, open=95500.0,
        high=95510.1, low=95490.0, close=95505.4, volume=12.345, quote_volume=1178901.5, origin="trades")),
    "trade": ("trade/BTC/USDT", dict(**PAIR, trade_id=-5, price=0.00000123, qty=40000000000.0, is_buyer_maker=True)),
    "depth": ("depth/BTC/USDT", dict(
        **PAIR, **SIDE, snapshot=True, first=True, last=False, update_id=987654321,
        levels=[[95505.5, 1.0], [95506.0, 0.0]])),
    "feedHealth": ("feed_health/BTC/USDT", dict(
        **PAIR, state="gap", last_event=1746373020000000000, stale_after=180.0, received=70000, gaps=2, duplicates=1)),
    "clock": ("clock", dict(time=1746373020000000000, ended=False)),
    "strategyUpdate": ("strategy_update/BTC/USDT", dict(
        **PAIR, strategy="mean_reversion", weight=0.4, previous_weight=0.5, score=-0.25, drawdown=0.125, trades=9.0,
        risk_scale=1.0, min_confidence=0.6, max_spread_bps=15.0, max_slippage_bps=50.0,
        reason="strategy_fading", found=-0.25, limit=0.5)),
    "drift": ("drift/BTC/USDT", dict(
        **PAIR, strategy="breakout", active=True, statistic=5.5, threshold=5.0,
        reason="drift_detected", found=5.5, limit=5.0)),
    "tacticTargets": ("tactic_targets/BTC/USDT", dict(
        **PAIR, regime="trend_high_vol", adx=31.5, volatility=0.65, volatility_percentile=0.9,
        sub_strategies=WEIGHTS, rank=1, net_exposure=0.05, max_risk=0.005, reduce_only=False,
        reason="volatility_high")),
    "executionPlan": ("execution_plan/BTC/USDT", dict(
        signal_id=ORDER["signal_id"], **PAIR, take_profit=98000.25, stop_policy="trailing", algorithm="iceberg",
        expires=1746373620000000000, size_cap="kelly", atr=750.125, sources=VOTES)),
    "signal": ("signals/BTC/USDT", dict(
        signal_id=ORDER["signal_id"], strategy_id="momentum", timestamp=1746373020.5, **PAIR, side="buy", qty=0.01,
        order_type="market", price=95505.4, stop_loss=49000.0, confidence=0.65,
        strategy_context=dict(regime="bull_market", correlation_btc_eth=0.65))),
    "order": ("orders/BTC/USDT", INTENT),
    "report": ("reports/BTC/USDT", dict(
        execution_id="x-" + ORDER["signal_id"], signal_id=ORDER["signal_id"], **PAIR, status="partially_filled",
        lowered=True, tightened=False, executed_qty=0.01, avg_price=50125.3, slippage=0.11,
        ai_scores=dict(logreg=0.745, random_forest=0.821, lightgbm=0.798),
        risk_metrics=dict(portfolio_exposure_btc=0.185, portfolio_exposure=0.185, correlation_impact=0.023),
        latency_ms=51.5, **REASON)),
    "alert": ("alerts/BTC/USDT", dict(
        **PAIR, severity="warning", halted=False, signal_id=ORDER["signal_id"],
        reason="missing_stop", found=0.0, limit=0.0)),
    "riskAlert": ("risk_alert", dict(
        symbol="*", severity="error", halted=True, signal_id="s1", reason="daily_drawdown", found=0.051, limit=0.05)),
    "pnlUpdate": ("pnl_update/BTC/USDT", dict(
        **PAIR, realized=12.5, unrealized=-3.25, fees=0.4, equity=10008.85, exposure=955.054, daily_pnl=8.85,
        drawdown=0.001, position=-0.01)),
    "fill": ("fills/BTC/USDT", dict(
        fill_id=99, venue_id=(1 << 63) + 7, **ORDER, **PAIR, **SIDE, purpose="target", maker=True, qty=0.0125, price=98000.25, fee=0.24500063, base_fee=0.0000125,
        realized_pnl=31.19, position=0.0, entry_price=0.0,
        open_time=1746373080000000000)),
    "orderState": ("order_state/BTC/USDT", dict(
        **ORDER, **PAIR, **SIDE, purpose="stop", status="cancelled", qty=0.0125, executed_qty=0.0,
        avg_price=95505.4, price=94000.5, reference_price=95500.0, reason="target_touched", found=98000.25, limit=98000.0)),
    "account": ("account/BTC", dict(
        asset="BTC", **PAIR, total=-0.01, free=0.0, entry_price=95505.4, realized_pnl=1.0, fees=0.1, equity=10000.5)),
    "riskCheck": ("risk_check/BTC/USDT", dict(**INTENT, confidence=0.65)),
    "riskVerdict": ("risk_verdict", dict(
        **PAIR, approved=False, fingerprint=0xFEDCBA9876543210, qty=0.01, expires=1746373080000000000, exposure=1100.0,
        exposure_limit=1000.0, **REASON, others=5, approval_seal="0123456789abcdef" * 2)),
    "submit": ("submit/BTC/USDT", dict(
        **INTENT, approved_qty=0.02, approval_expires=1746373080000000000, approval_seal="fedcba9876543210" * 2)),
    "submitAnswer": ("submit_answer", dict(
        **ORDER, accepted=True, status="pending", reason="none", found=1.0, limit=2.0)),
    "cancel": ("cancel/BTC/USDT", dict(
        **ORDER, **PAIR, expires=1746373080000000000, reason="expired", found=1746373080.5, limit=1746373080.0)),
    "orderQuery": ("order/BTC/USDT", dict(**ORDER, **PAIR)),
    "halt": ("halt", dict(
        reason="person_asked", by="ana", expires=1746373080000000000, asked=1746373020123456789)),
    "resume": ("resume", dict(
        reason="none", by="ana", expires=1746373080000000000, asked=1746373020123456789)),
    "acknowledge": ("acknowledge", dict(ok=False, **REASON)),
    "place": ("place/BTC/USDT", INTENT),
    "venueCancel": ("venue_cancel/BTC/USDT", dict(
        **ORDER, **PAIR, expires=1746373080000000000, reason="feed_stale", found=12.0, limit=10.0)),
    "venueQuery": ("venue_query/BTC/USDT", dict(**ORDER, **PAIR)),
    "venueAnswer": ("venue_answer", dict(**ORDER, status="rejected", reason="quantity_off_step", found=0.00015, limit=0.001)),
    "venueEvent": ("venue_event/BTC/USDT", dict(
        event_id=12, **ORDER, **PAIR, kind="funding", purpose="liquidation", **SIDE, maker=False, qty=0.5,
        price=95000.0, fee=-0.125, open_time=1746373080000000000, reason="stop_touched", found=94990.5, limit=95000.0)),
    "venueBooks": ("venue_books/BTC/USDT", dict(**PAIR)),
    "venueHolding": ("venue_holding/BTC/USDT", dict(**PAIR, position=-0.5, entry_price=95000.5, balance=9999.5)),
    "heartbeat": ("heartbeat/l1-operational.0", BEAT),
    "progress": ("progress/l1-operational.0", BEAT),
    "skipped": ("skipped/BTC/USDT", dict(
        **PAIR, timeframe="15m", signal_type="buy", confidence=0.65, reason="cost_too_high", found=0.3, limit=0.25)),
    "reasoning": ("reasoning/BTC/USDT", dict(
        signal_id=ORDER["signal_id"], **PAIR, strategy="mean_reversion", signal_type="buy", timeframe="5m",
        confidence=0.66, weight=0.4, reasoning="below_lower_band",
        figures=dict(close=94000.5, lower_band=94100.25, rsi=27.5))),
    "riskDecision": ("risk_decision/BTC/USDT", dict(
        signal_id=ORDER["signal_id"], **PAIR, approved=False, qty=0.01, exposure=1100.0, exposure_limit=1000.0,
        **REASON)),
    "mark": ("mark_price/BTC/USDT", dict(
        **PAIR, price=95505.12345678, funding_rate=-0.000125, next_funding=1746374400000000000)),
}

# The Signal of the L1 document's section "Integración con Capas Superiores", and the two of "Uso".
DOCUMENT = [
    dict(signal_id="btc_signal_123", symbol="BTC/USDT", side="buy", qty=0.01, stop_loss=49000.0,
         strategy_context=dict(regime="bull_market", correlation_btc_eth=0.65)),
    dict(signal_id="btc_s1", strategy_id="stratA", timestamp=0, symbol="BTC/USDT", side="buy", qty=0.01,
         order_type="market", stop_loss=49000.0),
    dict(signal_id="eth_s1", strategy_id="stratA", timestamp=0, symbol="ETH/USDT", side="buy", qty=0.5,
         order_type="market", stop_loss=2900.0),
]


def reverse(value):
    return {key: reverse(value[key]) for key in reversed(value)} if isinstance(value, dict) else value


def loosen(value):
    if isinstance(value, dict):
        loose = {"unknown_first": {"deep": [1, {"er": None}]}}
        loose.update({key: loosen(inner) for key, inner in value.items()})
        loose["unknown_last"] = b"\x00\x01"
        return loose
    if isinstance(value, list):
        return [loosen(inner) for inner in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def main():
    rows = []
    for kind, (topic, fields) in KINDS.items():
        frame = {**HEADER, **fields}
        rows.append(dict(kind=kind, topic=topic, frame=msgpack.packb(frame).hex(),
                         reversed=msgpack.packb(reverse(frame)).hex(), loose=msgpack.packb(loosen(frame)).hex()))
    golden = dict(messages=rows, document=[msgpack.packb(signal).hex() for signal in DOCUMENT])
    path = pathlib.Path(__file__).with_name("golden.json")
    path.write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main()
