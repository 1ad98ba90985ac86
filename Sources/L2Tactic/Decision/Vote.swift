import Market
import Messages

/// The composed opinion of all strategies at one candle's close.
///
/// vote = Σ weight (L4) × factor (L3) × direction × confidence. A strategy whose signal fails the
/// individual checks (P6) has no vote.
struct Vote: BitwiseCopyable, Sendable {
    /// Positive buys, negative sells.
    private(set) var total = 0.0
    /// Weight × factor of each strategy that voted, signed by its direction.
    private(set) var sources = StrategyTable()
    /// The first check that a signal failed; `none` where all passed.
    private(set) var refusal = Reason()
    private var confidences = StrategyTable()

    init(_ signals: StrategyRow<StrategySignal>, _ terms: StrategyRow<StrategyTerms>) {
        for strategy in StrategyName.all {
            count(strategy, signals[strategy], terms[strategy])
        }
    }

    private mutating func count(_ strategy: StrategyName, _ signal: StrategySignal, _ terms: StrategyTerms) {
        let weight = terms.weight * terms.factor
        guard signal.type != .hold, weight > 0 else { return }
        if let reason = signal.refusal(minConfidence: terms.minConfidence) {
            if refusal.code == .none { refusal = reason }
            return
        }
        sources[strategy] = weight * signal.type.direction
        confidences[strategy] = signal.confidence
        total += sources[strategy] * signal.confidence
    }

    var side: Side { total >= 0 ? .buy : .sell }

    /// What the strategies together advise: nothing where none of them voted.
    var advice: Advice { total == 0 ? .hold : total > 0 ? .buy : .sell }

    /// Whether a strategy voted with the majority.
    func agrees(_ strategy: StrategyName) -> Bool { sources[strategy] * total > 0 }

    /// The agreeing strategies' confidence, averaged by weight.
    var confidence: Double {
        var (sum, weight) = (0.0, 0.0)
        for strategy in StrategyName.all where agrees(strategy) {
            sum += abs(sources[strategy]) * confidences[strategy]
            weight += abs(sources[strategy])
        }
        return weight > 0 ? sum / weight : 0
    }

    /// The agreeing strategy with the largest weight; the first of equals.
    var leader: StrategyName {
        var leader = StrategyName.momentum
        var best = 0.0
        for strategy in StrategyName.all where agrees(strategy) && abs(sources[strategy]) > best {
            (leader, best) = (strategy, abs(sources[strategy]))
        }
        return leader
    }

    /// How much of a full position L3 wants from the agreeing strategies: their factors averaged by L4's
    /// weight, at most 1 ("reduces size in mean reversion").
    func sizeFactor(_ terms: StrategyRow<StrategyTerms>) -> Double {
        var (sum, weight) = (0.0, 0.0)
        for strategy in StrategyName.all where agrees(strategy) {
            sum += terms[strategy].weight * terms[strategy].factor
            weight += terms[strategy].weight
        }
        return weight > 0 ? min(1, sum / weight) : 0
    }

    /// The smallest of the agreeing strategies' risk scales.
    func riskScale(_ terms: StrategyRow<StrategyTerms>) -> Double {
        var scale = 1.0
        for strategy in StrategyName.all where agrees(strategy) {
            scale = min(scale, terms[strategy].riskScale)
        }
        return max(scale, 0)
    }
}
