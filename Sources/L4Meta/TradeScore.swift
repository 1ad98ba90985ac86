import Market

/// How well closed trades went, in multiples of what they risked at the stop (R: Tharp 1998, "Trade
/// Your Way to Financial Freedom"), the past fading over event time.
public struct TradeScore: BitwiseCopyable, Sendable {
    /// Mean and spread of the results, R.
    public private(set) var results = TimedMoments()
    private var wins = 0.0
    /// The faded sum of results and its highest, R.
    private var sum = 0.0
    private var peak = 0.0

    /// Nothing seen yet.
    public init() {}

    /// Decayed number of trades.
    public var trades: Double { results.weight }
    /// The part of trades that won; NaN before the first.
    public var winRate: Double { trades > 0 ? wins / trades : .nan }
    /// Decayed fall of the summed results from their peak, R.
    public var drawdown: Double { max(0, peak - sum) }

    /// Mean over spread per trade (Sharpe 1994). The spread is estimated together with one imagined
    /// trade of 1 R, so that a few trades of equal result make no infinite score. NaN before the first.
    public var sharpe: Double {
        guard trades > 0 else { return .nan }
        return results.mean / ((results.squares + 1) / (trades + 1)).squareRoot()
    }

    /// Lets the past fade up to a moment.
    public mutating func fade(to now: Timestamp, halfLife: TimeSpan) {
        let factor = results.fade(to: now, halfLife: halfLife)
        wins *= factor
        sum *= factor
        peak *= factor
    }

    /// Takes a closed trade, or a strategy's share in it.
    public mutating func add(_ result: Double, share: Double = 1, at now: Timestamp, halfLife: TimeSpan) {
        fade(to: now, halfLife: halfLife)
        guard result.isFinite, share > 0 else { return }
        results.add(result, weight: share)
        if result > 0 { wins += share }
        sum += result * share
        peak = max(peak, sum)
    }
}
