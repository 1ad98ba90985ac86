"""Audits a journal of `strata run` with nothing but the raw klines and the configuration.

Shares no code with Strata: it matches every order against the candles again, keeps the books again in
exact decimals, and holds decisions against the rules of the documents. Prints "ok" with counts, or each
finding; the exit status is 1 where there is one.

    audit_journal.py JOURNAL SUMMARY CONFIG KLINES [--safe-list F] [--instruments F]

CONFIG is what `strata config` prints. KLINES is the folder with <SYMBOL>-1m.csv.gz.
"""
import argparse
import collections
import hashlib
import json
import pathlib
import sys
from decimal import ROUND_CEILING, ROUND_HALF_EVEN, ROUND_UP, Decimal as D

from audit_pair import MINUTE, UNIT, Pair, check, counts, findings, grid

# What VIP 0 pays as a maker (true) and as a taker.
FEES = {"um": {True: D("0.0002"), False: D("0.0005")}, "spot": {True: D("0.001"), False: D("0.001")}}


class Audit:
    def __init__(self, arguments):
        self.config = json.load(open(arguments.config), parse_float=D)
        self.summary = json.load(open(arguments.summary), parse_float=D)
        listed = json.load(open(arguments.safe_list), parse_float=str)
        known = json.load(open(arguments.instruments))[self.config["market"]]["symbols"]
        filters = {row["symbol"]: {f["filterType"]: f for f in row["filters"]} for row in known}
        timeframes = {text: int(text[:-1]) for text in self.config["tactic"]["timeframes"]}
        folder = pathlib.Path(arguments.klines)
        self.pairs = {
            name: Pair(name, listed[name], filters[name.replace("/", "")], folder, timeframes)
            for name in self.summary["symbols"]}
        for pair in self.pairs.values():
            pair.candles = pair.candles[:self.summary["symbols"][pair.name]["candles"]]
        self.cash = D(self.config["capital"])
        paper, market = self.config["paper"], self.config["market"]
        self.rates = {True: D(paper["maker_fee"]), False: D(paper["taker_fee"])}
        if paper["fee_tier"] == 0 and not arguments.own_fees:
            check(self.rates == FEES[market], "other fees than the market's", market, self.rates)
        self.signals, self.plans, self.orders, self.reports = {}, {}, {}, {}
        self.ids = {}  # event id -> its line
        self.weights, self.regimes, self.halted = {}, {}, False
        self.funded = collections.defaultdict(int)

    def run(self, journal):
        hear = {
            "strategy_update": self.hear_weight, "tactic_targets": self.hear_targets,
            "execution_plan": self.hear_plan, "signals": self.hear_signal, "orders": self.hear_order,
            "fills": self.hear_fill, "reports": self.hear_report, "risk_alert": self.hear_alert,
            "order_state": self.hear_state}
        chained = "0" * 64
        for line in open(journal):
            text, _, found = line.rpartition(',"h":"')
            chained = hashlib.sha256((chained + text).encode()).hexdigest()
            check(found == chained + '"}\n', "a line that its hash does not fit", line)
            chained = found[:64]  # one finding for one changed line
            row = json.loads(line, parse_float=D)
            kind = row.get("said", "").split("/")[0]
            if not kind:
                continue
            check(all(cause < row["id"] for cause in row["cause"]), "a cause after its effect", line)
            self.ids[row["id"]] = row
            counts[kind] += 1
            if kind in hear:
                hear[kind](row, row["data"], row["ts"])
        self.finish()

    def caused_by(self, row, kind):
        return any(self.ids[c]["said"].startswith(kind) for c in row["cause"] if c in self.ids)

    # What the upper levels decide

    def hear_weight(self, row, data, time):
        meta = self.config["meta"]
        weight, name = D(data["weight"]), (data["symbol"], data["strategy"])
        check(meta["min_weight"] <= weight <= meta["max_weight"], "a weight out of bounds", row)
        step = abs(weight - self.weights.get(name, (0, weight))[1])
        # Less than half a percent may have moved before without being news.
        check(step <= meta["max_step"] + D("0.005"), "a weight moved too far", row)
        self.weights[name] = (time, weight)
        rows = [row for (symbol, _), row in self.weights.items() if symbol == data["symbol"]]
        if len(rows) == 3 and all(told == time for told, _ in rows):
            check(abs(sum(w for _, w in rows) - 1) < D("1e-9"), "weights don't sum to 1", row)

    def hear_targets(self, row, data, time):
        rules = self.config["strategy"]
        trending, volatile = data["regime"].startswith("trend"), data["regime"].endswith("high_vol")
        before = self.regimes.get(data["symbol"], (None, None))
        bound = rules["trend_leave" if before[0] else "trend_enter"]
        if before[0] is not None and before[0] != trending:
            check((data["adx"] > bound) == trending, "ADX doesn't explain the regime", row)
        rank = data.get("volatility_percentile")
        if rank is not None and before[1] not in (None, volatile):
            check((rank > rules["high_leave" if before[1] else "high_enter"]) == volatile,
                  "volatility doesn't explain the regime", row)
        self.regimes[data["symbol"]] = (trending, volatile)

    # What the lower levels do with it

    def hear_plan(self, row, data, time):
        self.plans[data["signal_id"]] = data

    def hear_signal(self, row, data, time):
        pair, name, plan = self.pairs[data["symbol"]], data["signal_id"], self.plans.get(data["signal_id"])
        check(name not in self.signals, "a signal twice", name)
        check(plan is not None, "a signal without plan", name)
        check(self.caused_by(row, "tactic_targets"), "a signal that no targets caused", row)
        self.signals[name] = dict(data, cause=row["id"], ts=time)
        check(data["qty"] % pair.step == 0, "quantity off the grid", name, data["qty"])
        frame, close, atr = name.rsplit("-", 1)[1], pair.close(time), D(plan["atr"])
        expected = pair.atr[frame].get(time)
        if expected:
            check(abs(float(atr) / expected - 1) < 1e-6, "another ATR", name, atr, expected)
        check(time % (int(frame[:-1]) * MINUTE) == 0, "a decision inside a candle", name)
        sign = 1 if data["side"] == "buy" else -1
        if "stop_loss" not in data:
            return check(pair.lots(pair.position) * sign < 0, "an entry without stop", row)
        stop = grid(close - sign * atr * pair.stop_multiple, pair.tick, ROUND_HALF_EVEN)
        target = grid(close + sign * atr * D(self.config["tactic"]["target_multiple"]), pair.tick,
                      ROUND_HALF_EVEN)
        check(abs(D(data["stop_loss"]) - stop) < pair.tick / 2, "another stop", name, data["stop_loss"], stop)
        check(abs(D(plan["take_profit"]) - target) < pair.tick / 2, "another target", name, target)
        check(data["confidence"] > self.config["min_confidence"], "an unsure signal", name)
        check(pair.lots(pair.position) == 0, "an entry on an open position", name)
        largest = D(pair.entry.get("max_position_size_usd", 300))
        check(pair.min_notional <= data["qty"] * close <= largest, "size out of bounds", name)

    def hear_order(self, row, data, time):
        pair, signal = self.pairs[data["symbol"]], self.signals.get(data["signal_id"])
        if signal is None:
            return check(False, "an order without signal", row)
        check(signal["cause"] in row["cause"], "an order that its signal didn't cause", row)
        check(data["side"] == signal["side"], "an order against its signal", row)
        data.update(ts=time, filled=D(0), final=False)
        self.orders[data["signal_id"], data["leg"]] = data
        legs = [order for (name, _), order in self.orders.items() if name == data["signal_id"]]
        check(sum(order["qty"] for order in legs) <= signal["qty"], "children above the signal", row)
        check(D(data["reference_price"]) == pair.close(time), "another reference price", row)
        value = data["qty"] * D(data["reference_price"])
        if data["purpose"] != "entry":
            return check(data["qty"] <= abs(pair.position), "an exit above the position", row)
        limits, asset = self.config["RISK_LIMITS"], data["symbol"].split("/")[0]
        check(value <= limits["MAX_ORDER_SIZE_USDT"], "an order too large", row)
        check(data["qty"] <= limits.get("MAX_ORDER_SIZE_" + asset, value), "an order too large", row)
        check(not self.halted, "an entry while halted", row)
        others = self.config["correlation_matrix"].get(data["symbol"], [])
        busy = [name for name in others if name in self.pairs and (
            self.pairs[name].lots(self.pairs[name].position) != 0 or any(
                order["symbol"] == name and order["purpose"] == "entry" and not order["final"]
                for order in self.orders.values()))]
        check(len(busy) < self.config["max_correlated_positions"], "too many correlated positions", row)
        self.check_exposure(time, D("1.005"), data)

    def check_exposure(self, time, slack, *where):
        """Open and ordered value against the limits; the slack covers what moved since the decision."""
        worth = {name: abs(pair.position) * pair.close(time) for name, pair in self.pairs.items()}
        for order in self.orders.values():
            if order["purpose"] == "entry" and not order["final"]:
                worth[order["symbol"]] += (order["qty"] - order["filled"]) * D(order["reference_price"])
        equity = self.cash + sum(p.position * p.close(time) - p.cost for p in self.pairs.values())
        limit = min(self.config["max_total_exposure"], self.config["PORTFOLIO_LIMITS"]["MAX_CRYPTO_EXPOSURE"])
        check(sum(worth.values()) <= limit * equity * slack, "exposure above its limit", *where)
        for name, value in worth.items():
            limit = self.config["PORTFOLIO_LIMITS"]["MAX_PORTFOLIO_EXPOSURE_" + name.split("/")[0]]
            check(value <= limit * equity * slack, "exposure above its limit", name, value)

    def hear_state(self, row, data, time):
        order = self.orders.get((data["signal_id"], data["leg"]))
        if order and data["status"] in ("filled", "cancelled", "rejected", "expired"):
            order["final"] = True

    def hear_alert(self, row, data, time):
        self.halted = data["halted"] if data["halted"] or data["symbol"] == "*" else self.halted

    def hear_fill(self, row, data, time):
        pair, quantity, price = self.pairs[data["symbol"]], D(data["qty"]), D(data["price"])
        self.fund(pair, data["open_time"])
        leg, name, settled = data["leg"], data["signal_id"], data["purpose"] == "settlement"
        candle = pair.candles[-1 if settled else pair.index(data["open_time"])]
        open_time = candle.open_time + MINUTE if settled else time - MINUTE
        check(candle.open_time == data["open_time"] - settled * MINUTE, "a fill outside its candle", row)
        check(data["open_time"] == open_time and open_time < time, "a fill outside its candle", row)
        order = self.orders.get((name, leg))
        wanted = order["qty"] - order["filled"] if order else pair.lots(abs(pair.position))
        if not settled:
            pair.share(candle, data, wanted, D(str(self.config["operational"]["liquidity_share"])), row)
        if settled:  # Its data is over: all of it at the last close, by a taker.
            check(price == pair.taken(data["side"], candle.close), "another price of a settlement", row)
            check(quantity == wanted and not data["maker"], "another settlement", row)
        elif leg < 90 or leg == 92:
            pair.check_order_fill(candle, order, data, row)
        elif leg in (90, 91):
            pair.check_bracket_fill(candle, data, row)
        else:
            check(data["purpose"] in ("liquidation", "emergency"), "a fill without order", row)
        fee, taken = self.fee(data, quantity, price)
        profit = pair.book(data["side"], quantity - taken, price)
        check(D(data["fee"]) == fee, "another fee", row, fee)
        check(D(data.get("base_fee", 0)) == taken, "another fee in the base asset", row, taken)
        check(D(data["realized_pnl"]) == profit, "another profit", row, profit)
        check(D(data["position"]) == pair.position, "another position", row, pair.position)
        check(self.config["market"] == "um" or pair.position >= 0, "short on spot", row)
        pair.fees += fee
        self.cash += profit - fee
        if data["purpose"] == "entry":
            pair.resting[name] = {"open_time": candle.open_time, **self.orders[name, leg]}
            self.check_exposure(time, D("1.02"), row)
        elif pair.lots(pair.position) == 0:
            pair.check_untouched(None if settled else candle, data)
            pair.resting.clear()

    def fee(self, data, quantity, price):
        """A fill's fee in USDT, and what of it was taken from the bought asset: on spot a buy's."""
        rate = self.rates[bool(data["maker"])]
        if self.config["market"] == "um" or data["side"] == "sell":
            return (quantity * price * rate).quantize(UNIT, ROUND_UP), D(0)
        taken = (quantity * rate).quantize(UNIT, ROUND_UP)
        kept = ((quantity - taken) * price).quantize(UNIT, ROUND_HALF_EVEN)
        return quantity * price - kept, taken

    def fund(self, pair, until):
        """Funding due up to a moment, on the position held since the last fill."""
        paper, start = self.config["paper"], self.funded[pair.name] or pair.candles[0].open_time
        self.funded[pair.name] = until
        if self.config["market"] != "um" or pair.position == 0:
            return
        hour = 60 * MINUTE
        for due in range((start // hour + 1) * hour, until + 1, hour):
            if due // hour % 24 in paper["funding_hours"]:
                paid = pair.position * pair.close(due) * D(paper["funding_rate"])
                paid = paid.quantize(UNIT, ROUND_CEILING)
                pair.funding += paid
                self.cash -= paid
                counts["fundings"] += 1

    def hear_report(self, row, data, time):
        name = data["signal_id"]
        check(name in self.signals, "a report without signal", row)
        check(name not in self.reports, "a second report", row)
        check(self.signals[name]["cause"] in row["cause"], "a report that its signal didn't cause", row)
        self.reports[name] = data
        legs = [order for (signal, _), order in self.orders.items() if signal == name]
        check(D(data["executed_qty"]) == sum(order["filled"] for order in legs), "another quantity", row)
        if data["executed_qty"]:
            sign = 1 if legs[0]["side"] == "buy" else -1
            worse = (D(data["avg_price"]) / D(legs[0]["reference_price"]) - 1) * 100 * sign
            check(abs(worse - D(data["slippage"])) < D("1e-6"), "another slippage", row, worse)

    def finish(self):
        for name in self.signals.keys() - self.reports.keys():
            check(False, "a signal without report", name)
        total = D(0)
        for name, pair in self.pairs.items():
            self.fund(pair, pair.candles[-1].open_time + MINUTE)
            pair.check_untouched(None, name)
            row = self.summary["symbols"][name]
            value = pair.position * pair.candles[-1].close
            pnl = pair.realised + value - pair.cost - pair.fees - pair.funding
            figures = {"fees": pair.fees, "funding_paid": pair.funding, "position": pair.position, "pnl": pnl}
            for key, own in figures.items():
                # What is still held is valued by its average price, which is rounded.
                slack = UNIT if key == "pnl" and pair.position else 0
                check(abs(D(row.get(key, 0)) - own) <= slack, "another figure in the summary", name, key, row, own)
            total += pnl
        slack = UNIT * sum(pair.position != 0 for pair in self.pairs.values())
        check(abs(D(self.summary["total"]["pnl"]) - total) <= slack, "another total", self.summary["total"]["pnl"], total)


def main():
    parser = argparse.ArgumentParser()
    for name in ("journal", "summary", "config", "klines"):
        parser.add_argument(name)
    parser.add_argument("--safe-list", default="safe_list.json")
    parser.add_argument("--instruments", default="samples/instruments.json")
    parser.add_argument("--own-fees", action="store_true", help="the configuration names fees of its own")
    arguments = parser.parse_args()
    audit = Audit(arguments)
    audit.run(arguments.journal)
    for finding in findings[:40]:
        print(finding[:600])
    state = "ok" if not findings else f"{len(findings)} findings"
    print(state, *(f"{kind} {count}" for kind, count in sorted(counts.items())))
    sys.exit(1 if findings else 0)


if __name__ == "__main__":
    main()
