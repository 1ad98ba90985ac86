"""One symbol as the audit of a journal sees it: its candles, its filters, its books in exact decimals."""
import bisect
import collections
import gzip
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal as D

MINUTE = 60_000_000_000
UNIT = D("0.00000001")
TIERS = {"STABLE": (1, 2), "VOLATILE": (3, 2), "MEME": (15, 3)}  # spread in bps, stop in ATRs
Candle = collections.namedtuple("Candle", "open_time open high low close volume worth")
findings = []
counts = collections.Counter()


def check(holds, what, *where):
    counts["checks"] += 1
    if not holds:
        findings.append(what + ": " + " ".join(str(part) for part in where))


def grid(value, step, rounding):
    return (value / step).to_integral_value(rounding) * step


class Pair:
    """One symbol: its candles, its filters, and its books."""

    def __init__(self, name, entry, filters, folder, timeframes):
        self.name, self.entry = name, entry
        spread, multiple = TIERS[entry.get("tier", "STABLE")]
        self.half_spread = D(str(entry.get("spread_bps", spread))) / 20_000
        self.stop_multiple = D(str(entry.get("atr_multiplier", multiple)))
        self.tick = D(filters["PRICE_FILTER"]["tickSize"])
        step = D(filters.get("MARKET_LOT_SIZE", {}).get("stepSize", "0"))
        self.step = step if step > 0 else D(filters["LOT_SIZE"]["stepSize"])
        notional = filters.get("MIN_NOTIONAL") or filters.get("NOTIONAL")
        self.min_notional = D(notional.get("notional") or notional["minNotional"])
        self.candles = self.read(folder / (name.replace("/", "") + "-1m.csv.gz"))
        self.times = [candle.open_time for candle in self.candles]
        self.atr = {text: self.true_ranges(minutes) for text, minutes in timeframes.items()}
        self.position = self.cost = self.fees = self.realised = self.funding = D(0)
        self.resting = {}  # signal -> its entry's order, while something of it is open
        self.spent = collections.defaultdict(D)  # open time -> what all fills of the candle came to, USDT

    @staticmethod
    def read(path):
        if not path.exists():
            path = path.with_suffix("")
        with (gzip.open if path.suffix == ".gz" else open)(path, "rt") as lines:
            rows = [line.split(",") for line in lines if line[0].isdigit()]
        return [Candle(int(row[0]) * 1_000_000, *map(D, row[1:6]), Pair.worth(row)) for row in rows]

    @staticmethod
    def worth(row):
        """The quote volume; where the file has none, volume times typical price."""
        if row[7].strip():
            return D(row[7])
        return D(row[5]) * sum(map(D, row[2:5])) / 3

    def true_ranges(self, minutes, period=14):
        """Wilder's average true range at each close of a longer candle."""
        values, bars = {}, collections.OrderedDict()
        for candle in self.candles:
            bars.setdefault(candle.open_time // (minutes * MINUTE), []).append(candle)
        before = average = None
        for number, bar in enumerate(bars.items()):
            slot, parts = bar
            high, low = max(c.high for c in parts), min(c.low for c in parts)
            if before is not None:
                true_range = float(max(high, before) - min(low, before))
                average = true_range if average is None else average + (true_range - average) / period
                if number > 20 * period:  # the seed no longer matters
                    values[(slot + 1) * minutes * MINUTE] = average
            before = parts[-1].close
        return values

    def index(self, open_time):
        """Place of the first candle that opens at a time or later."""
        return bisect.bisect_left(self.times, open_time)

    def close(self, time):
        """The last close known at a time."""
        place = self.index(time - MINUTE + 1) - 1
        return self.candles[place].close

    def taken(self, side, price):
        """What a taker gets: half the spread worse, on the tick grid, rounded against him."""
        moved = price * (1 + self.half_spread if side == "buy" else 1 - self.half_spread)
        return grid(moved, self.tick, ROUND_CEILING if side == "buy" else ROUND_FLOOR)

    def lots(self, quantity):
        """What of a quantity can be traded; the rest is dust."""
        return grid(quantity, self.step, ROUND_DOWN)

    def book(self, side, quantity, price):
        """Books a fill; answers the profit that it closed."""
        signed = quantity if side == "buy" else -quantity
        profit = D(0)
        if self.position * signed < 0:
            check(quantity <= abs(self.position), "a fill turned the position", self.name, quantity)
            share = (self.cost * quantity / abs(self.position)).quantize(UNIT, ROUND_HALF_EVEN)
            profit = (-signed * price).quantize(UNIT, ROUND_HALF_EVEN) - share
            self.cost -= share
        else:
            self.cost += (signed * price).quantize(UNIT, ROUND_HALF_EVEN)
        self.position += signed
        self.realised += profit
        return profit

    def share(self, candle, data, wanted, share, row):
        """All fills of a candle share a part of its quote volume, whoever ordered them; a fill is smaller than
        what was wanted only where not even one more step was left."""
        quantity, price = D(data["qty"]), D(data["price"])
        check(quantity % self.step == 0, "a fill off the grid", row)
        self.spent[candle.open_time] += quantity * price
        left = candle.worth * share - self.spent[candle.open_time]
        slack = D("0.00001")
        check(left >= -slack or data["purpose"] == "liquidation", "more than the candle's share", row, left)
        if quantity < wanted:
            counts["partial_fills"] += 1
            check(left < self.step * price + slack, "less than was left of the candle", row, left)

    def check_order_fill(self, candle, order, data, row):
        if order is None:
            return check(False, "a fill without order", row)
        place = self.index(order["ts"])
        check(self.candles[place].open_time == candle.open_time, "a fill not in the next candle", row)
        check(D(data["price"]) == self.taken(data["side"], candle.open), "another fill price", row)
        check(not data["maker"], "a maker's fee for a taker", row)
        is_entry = order["purpose"] == "entry"
        check(data["open_time"] <= order["expires"] or not is_entry, "filled after expiry", row)
        order["filled"] += D(data["qty"])
        check(order["filled"] <= order["qty"], "filled above the order", row)

    def check_bracket_fill(self, candle, data, row):
        entry, selling = self.resting.get(data["signal_id"]), data["side"] == "sell"
        check(D(data["qty"]) <= self.lots(abs(self.position)), "a stop or target above the position", row)
        if entry is None:
            return check(False, "a stop or target without entry", row)
        stop, target = D(entry["stop_loss"]), D(entry["take_profit"])
        touched = candle.low <= stop if selling else candle.high >= stop
        if data["purpose"] == "stop":
            met = min(candle.open, stop) if selling else max(candle.open, stop)
            # What a touched stop didn't get then, it takes at the next opens, wherever they are.
            met = candle.open if entry.get("touched", candle.open_time) < candle.open_time else met
            touched = entry.setdefault("touched", candle.open_time) < candle.open_time or touched
            check(touched and D(data["price"]) == self.taken(data["side"], met), "another stop fill", row)
            check(not data["maker"], "a maker's fee for a taker", row)
        else:
            reached = candle.high > target if selling else candle.low < target
            check(reached and not touched, "a target not traded through, or before the stop", row)
            entry.setdefault("reached", set()).add(candle.open_time)
            is_behind = candle.open >= target if selling else candle.open <= target
            took = is_behind and entry["open_time"] == candle.open_time
            check(D(data["price"]) == target and data["maker"] != took, "another target fill", row)

    def check_untouched(self, candle, data):
        """No candle before the closing one (the end where there is none) had touched a stop or traded through
        a target, but where that was filled in part."""
        for entry in self.resting.values():
            stop, target = D(entry["stop_loss"]), D(entry["take_profit"])
            end = self.index(candle.open_time) if candle else len(self.candles)
            end = min(end, self.index(entry.get("touched", self.candles[-1].open_time + 1)))
            for between in self.candles[self.index(entry["open_time"]):end]:
                if stop < target:
                    untouched = stop < between.low and between.high <= target
                else:
                    untouched = target <= between.low and between.high < stop
                reached = between.open_time in entry.get("reached", ())
                check(untouched or reached, "a stop or target missed", between, data)
