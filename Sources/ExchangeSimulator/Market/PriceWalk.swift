import Market
import Messages

/// One pair's price on a walk, minute by minute.
struct PriceWalk: Sendable {
    /// How far a minute goes: its standard deviation.
    private static let volatility = 0.0005

    private let symbol: SymbolID
    private let tick: Price
    private let step: Quantity
    /// No price falls below it.
    private let floor: Price
    private let seed: UInt64
    private var last: Price

    init(_ symbol: SymbolID, _ instrument: Instrument, at price: Price, seed: UInt64) {
        (self.symbol, self.seed) = (symbol, seed)
        tick = max(instrument.tickSize, Price(raw: 1))
        step = max(instrument.stepSize, Quantity(raw: 1))
        floor = max(Price(raw: price.raw / 10).rounded(to: tick, .up), tick)
        last = max(price.rounded(to: tick, .nearest), floor)
    }

    /// The candle of the next minute.
    mutating func next(_ minute: Timestamp) -> Kline {
        let count = UInt64(bitPattern: minute.nanoseconds / 60_000_000_000)
        var chance = SplitMix64(seed: seed, places: UInt64(symbol.index), count)
        let open = last
        let close = moved(open, by: chance.normal())
        let reach = abs(chance.normal()) / 2
        let high = max(moved(max(open, close), by: reach), max(open, close))
        let low = min(moved(min(open, close), by: -abs(chance.normal()) / 2), min(open, close))
        last = close
        // About a million of value a minute, more where the price goes further.
        let value = 1_000_000 * (0.2 + chance.fraction()) * (1 + 2 * reach)
        let volume = (Quantity(value / close.double) ?? step).rounded(to: step, .down)
        let traded = max(volume, step).double
        let candle = Candle(
            openTime: minute, closeTime: minute + .minutes(1), open: open, high: high, low: low, close: close,
            volume: traded, quoteVolume: traded * close.double)
        return Kline(symbol, .m1, candle)
    }

    private func moved(_ price: Price, by deviations: Double) -> Price {
        max(price.scaled(by: 1 + Self.volatility * deviations).rounded(to: tick, .nearest), floor)
    }
}
