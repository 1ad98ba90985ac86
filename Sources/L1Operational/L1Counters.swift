import Market
import Messages

/// What L1 counts for one symbol (O10): the figures of its row in the dashboard.
public struct L1Counters: BitwiseCopyable, Sendable {
    /// Upper bounds of the latency buckets, ms of event time; the last bucket has none.
    public static let latencyBounds: [Double] = [1, 10, 100, 1_000, 10_000, 60_000, 300_000]

    /// Signals that ended with a fill, that were refused, that expired or were cancelled unfilled.
    public internal(set) var processed = 0
    public internal(set) var rejected = 0
    public internal(set) var expired = 0
    /// Signals that came a second time and were ignored.
    public internal(set) var duplicates = 0
    /// Alerts published.
    public internal(set) var alerts = 0
    /// Signals being worked now: each still owes its report.
    public internal(set) var active = 0
    /// Sum of the slippages of filled signals, percent.
    public internal(set) var slippageSum = 0.0
    /// Value of what was executed, USDT.
    public internal(set) var volume = Money.zero
    /// Position after the last execution, base asset: the pair's line of the balance snapshot.
    public internal(set) var position = Quantity.zero
    /// Value of the position now and its limit, fractions of equity.
    public internal(set) var exposure = 0.0
    public internal(set) var exposureLimit = 0.0
    /// How fresh its market data is: by the last price of it the position is valued.
    public internal(set) var feed = FeedHealth()
    /// Signals by latency from arrival to last fill, where there are quotes to tell it: see `latencyBounds`.
    public internal(set) var latency: [8 of UInt32] = .init(repeating: 0)

    /// Share of the ended signals that were filled; NaN before the first ended.
    public var successRate: Double {
        Double(processed) / Double(processed + rejected + expired)
    }
    /// Mean slippage of filled signals, percent; NaN before the first.
    public var meanSlippage: Double { slippageSum / Double(processed) }

    mutating func count(latency milliseconds: Double) {
        let bucket = Self.latencyBounds.firstIndex { milliseconds <= $0 } ?? Self.latencyBounds.count
        latency[bucket] += 1
    }
}
