import Exchanges
import Market
import Messages

/// All candles that the market told, oldest first, and how far the feed handler has taken them: what it
/// missed waits for it.
final class MarketTape: FeedPort {
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

    var name: String { "the market" }
    var isLive: Bool { true }
    var complaints: FeedComplaints { FeedComplaints() }

    /// The next that was not given; it counts as given.
    func next() -> FeedWord {
        guard position < klines.count else { return .nothing }
        position += 1
        return .event(MarketEvent(.kline(klines[position - 1]), at: klines[position - 1].closeTime))
    }

    /// What was given, of the newest no more than anybody needs.
    var history: [Kline] { Array(klines[..<position].suffix(WarmStart.historyLimit)) }

    /// The feed handler starts anew, behind what was given.
    func beginAnew() { base = position }

    /// It goes on behind so many of its present start.
    func resume(after count: UInt64) { position = min(klines.count, base + Int(count)) }
}
