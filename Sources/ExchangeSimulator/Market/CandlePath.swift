import Exchanges
import Market

/// The trades that a candle of a minute is taken for.
///
/// The price goes from the open to one extreme, to the other, and to the close, on straight lines: to the low
/// first where the candle rose, to the high first where it fell. The four are met exactly, what lies between
/// is rounded to the tick. The trades are spread evenly over the minute, each within its own share of it, and
/// their quantities come to the candle's volume exactly: on the lot grid, and where the volume has no more
/// lots than the path has corners, in parts of one. A trade that goes up is a buyer's, one that goes down a
/// seller's, and one at the price before it either's, evenly. A candle without volume has no trade.
struct CandlePath: Sendable {
    private let seed: UInt64
    private let candle: Candle
    private let tick: Price
    private let corners: [Price]
    private let quantities: [Quantity]
    private let span: TimeSpan
    private var index = 0
    private var last: Price

    init(_ candle: Candle, _ instrument: Instrument, trades: Int, seed: UInt64) {
        self.seed = seed
        self.candle = candle
        tick = instrument.tickSize
        let rose = candle.close >= candle.open
        var corners = [candle.open]
        for price in [rose ? candle.low : candle.high, rose ? candle.high : candle.low, candle.close]
        where price != corners.last { corners.append(price) }
        self.corners = corners
        span = candle.closeTime - candle.openTime
        last = candle.open
        quantities = Self.parts(
            of: Volume(candle.volume).raw, corners: corners.count, step: instrument.stepSize, trades: trades,
            seed: seed)
    }

    /// How many trades are still to come.
    var left: Int { quantities.count - index }

    /// When the next trade is; `nil` where there is none.
    var nextTime: Timestamp? { index < quantities.count ? time(of: index) : nil }

    /// The next trade.
    mutating func next() -> ModelTrade? {
        guard index < quantities.count else { return nil }
        defer { index += 1 }
        let price = price(of: index)
        var taker: Side = price > last ? .buy : .sell
        if price == last {
            let isBuy = SplitMix64.mix(seed &+ UInt64(index) &* 0xD1B5_4A32_D192_ED03) & 1 == 0
            taker = isBuy ? .buy : .sell
        }
        last = price
        return ModelTrade(time: time(of: index), price: price, quantity: quantities[index], taker: taker)
    }

    /// Each in its own share of the minute, at a millisecond.
    private func time(of index: Int) -> Timestamp {
        let share = span.nanoseconds / Int64(quantities.count)
        let within = Int64(bitPattern: SplitMix64.mix(seed ^ UInt64(index)) >> 1) % max(1, share)
        let time = candle.openTime + TimeSpan(nanoseconds: share * Int64(index) + within)
        return Timestamp(milliseconds: time.milliseconds)
    }

    private func price(of index: Int) -> Price {
        let legs = corners.count - 1
        guard legs > 0, quantities.count > 1 else { return index == 0 ? corners[0] : candle.close }
        // Corner k is the trade at the nearest place to k of the legs; each has one of its own.
        let place = index * legs
        let leg = min(place / (quantities.count - 1), legs - 1)
        let from = corner(leg)
        let to = corner(leg + 1)
        if index == from { return corners[leg] }
        if index >= to { return corners[min(leg + 1, legs)] }
        let whole = corners[leg + 1].raw - corners[leg].raw
        let moved = whole * Int64(index - from) / Int64(to - from)
        let price = Price(raw: corners[leg].raw + moved).rounded(to: tick, .nearest)
        return min(max(price, candle.low), candle.high)
    }

    /// The place of a corner's trade.
    private func corner(_ index: Int) -> Int {
        let legs = corners.count - 1
        return (index * (quantities.count - 1) + legs - 1) / legs
    }

    private static func parts(
        of volume: Int128, corners: Int, step: Quantity, trades: Int, seed: UInt64
    ) -> [Quantity] {
        guard volume > 0 else { return [] }
        let lot = Int128(max(1, step.raw))
        let grain = volume % lot == 0 && volume / lot >= Int128(corners) ? lot : 1
        let grains = volume / grain
        // As many as are needed for each to be a quantity.
        let needed = volume / Int128(Int64.max / 4) + 1
        let count = Int(min(max(Int128(max(trades, corners)), needed), grains))
        // Weights from a half to one and a half, so that no two trades are alike and none is nothing.
        let weights = (0..<count).map { 512 + Int128(SplitMix64.mix(seed &+ UInt64($0) &* 7919) % 1024) }
        let total = weights.reduce(0, +)
        var parts: [Quantity] = []
        var (given, weight): (Int128, Int128) = (0, 0)
        for place in 0..<count {
            weight += weights[place]
            // Everyone behind gets one grain at least.
            let most = grains - Int128(count - place - 1)
            let next = min(max(grains * weight / total, given + 1), most)
            parts.append(Quantity(raw: Int64(clamping: (next - given) * grain)))
            given = next
        }
        return parts
    }
}
