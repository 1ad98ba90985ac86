import Configuration
import L2Tactic
import L3Strategy
import Market
import Messages

/// Whether the strategies can give a signal for a pair at all: with the data that there is, and by the
/// settings that their votes are held against.
struct SignalRoom {
    /// Why no signal can ever come; `nil` where one may.
    let silence: String?
    /// What keeps some of them from coming.
    let notes: [String]

    init(_ symbol: SymbolID, _ settings: Settings, _ pair: DataSurvey.Pair) {
        var (silence, notes) = (Self.unheard(symbol, settings), [String]())
        if silence == nil, let faint = Self.faint(symbol, settings) { notes.append(faint) }
        let short = Self.short(symbol, settings, pair)
        let all = settings.timeframes(of: symbol).count
        if !short.isEmpty, short.count == all { silence = silence ?? short.joined(separator: ", and ") }
        if short.count < all { notes += short }
        self.silence = silence
        self.notes = notes
    }

    // MARK: - Data

    /// For each timeframe of which the data has too few candles, how many it has and how many are needed.
    private static func short(
        _ symbol: SymbolID, _ settings: Settings, _ pair: DataSurvey.Pair
    ) -> [String] {
        guard pair.candlesBegin != .never else { return [] }
        return settings.timeframes(of: symbol).compactMap { timeframe in
            let span = timeframe.span
            let begin = pair.candlesBegin.floor(to: span)
            let first = begin == pair.candlesBegin ? begin : begin + span
            let has = max(0, (pair.last.floor(to: span) - first).nanoseconds / span.nanoseconds)
            // What is more than there is needn't be counted to its end.
            let needed = WarmUpLength.candles(symbol, timeframe, settings, limit: 100_000)
            guard has < Int64(needed) else { return nil }
            return "its data holds \(has) whole candles of \(timeframe.wireName), and its indicators need "
                + "\(needed), so that no strategy has a say on these"
        }
    }

    // MARK: - Settings

    private static func unheard(_ symbol: SymbolID, _ settings: Settings) -> String? {
        let highest = Confidence.highest
        guard settings.limits.minConfidence < highest else {
            return "min_confidence is \(settings.limits.minConfidence), and no signal's confidence is above "
                + "\(highest)"
        }
        let strongest = strongestVote(symbol, settings)
        guard settings.tactic.minVote > strongest else { return nil }
        return "tactic.min_vote is \(settings.tactic.minVote), and all strategies together reach "
            + "\(rounded(strongest)) until trades have moved L4's weights"
    }

    /// No strategy alone is enough.
    private static func faint(_ symbol: SymbolID, _ settings: Settings) -> String? {
        let weights = startWeights(symbol, settings)
        let alone = regimes.flatMap { regime in
            weights.map { $0.weight * RegimeFactors.factor(of: $0.family, in: regime) }
        }
        let strongest = (alone.max() ?? 0) * Confidence.highest
        guard settings.tactic.minVote > strongest else { return nil }
        return "tactic.min_vote is \(settings.tactic.minVote), and no strategy alone reaches more than "
            + "\(rounded(strongest)) until trades have moved L4's weights: there is a signal only where "
            + "several agree at one candle"
    }

    private static let regimes: [Regime] = [
        .unknown, .trendLowVolatility, .trendHighVolatility, .rangeLowVolatility, .rangeHighVolatility,
    ]

    /// The vote of all strategies that agree with the highest confidence, in the regime that suits them best,
    /// at the weights that hold until trades move them.
    private static func strongestVote(_ symbol: SymbolID, _ settings: Settings) -> Double {
        let weights = startWeights(symbol, settings)
        let votes = regimes.map { regime in
            weights.reduce(0.0) { $0 + $1.weight * RegimeFactors.factor(of: $1.family, in: regime) }
        }
        return (votes.max() ?? 0) * Confidence.highest
    }

    /// The weights before a trade: those of L2, or where L4's bounds move them at once, no less than any of
    /// the two.
    private static func startWeights(
        _ symbol: SymbolID, _ settings: Settings
    ) -> [(family: StrategyFamily, weight: Double)] {
        let weights = settings.startWeights(of: symbol, primary: settings.meta.primaryWeight)
        let isBounded = weights.allSatisfy {
            ($0 >= settings.meta.minWeight) && ($0 <= settings.meta.maxWeight)
        }
        return zip(settings[symbol].strategies, weights).map { strategy, weight in
            (settings.strategies[strategy.int].family, isBounded ? weight : 1)
        }
    }

    /// Two decimals, and never less than the vote that is meant.
    private static func rounded(_ vote: Double) -> String { "\((vote * 100).rounded(.up) / 100)" }
}
