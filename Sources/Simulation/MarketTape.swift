import Market
import Messages

/// All candles that the market told, oldest first, and how far the feed handler has said them.
final class MarketTape {
    private(set) var klines: [Kline]
    /// How many were given to the feed handler, and how many before its present start.
    private(set) var position: Int
    private var base: Int

    /// With a past that everybody knows.
    init(_ past: [Kline]) {
        klines = past
        position = past.count
        base = past.count
    }

    func tell(_ candles: [Kline]) { klines += candles }

    /// The next that was not given; it counts as given.
    func next() -> Kline? {
        guard position < klines.count else { return nil }
        position += 1
        return klines[position - 1]
    }

    var hasNext: Bool { position < klines.count }

    /// What was given, of the newest no more than a limit.
    func past(_ limit: Int) -> ArraySlice<Kline> { klines[..<position].suffix(limit) }

    /// The feed handler starts anew, behind what was given.
    func beginAnew() { base = position }

    /// It goes on behind so many of its present start.
    func resume(after count: UInt64) { position = min(klines.count, base + Int(count)) }
}
