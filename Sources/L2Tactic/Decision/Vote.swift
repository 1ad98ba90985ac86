import Market
import Messages

/// The composed opinion of all strategies at one candle's close.
///
/// vote = Σ weight (L4) × factor (L3) × direction × confidence. A strategy whose signal fails the
/// individual checks (P6) has no vote.
struct Vote: BitwiseCopyable, Sendable {
    /// Positive buys, negative sells.
    private(set) var total = 0.0
    /// Weight × factor of the strategies that voted, signed by their direction.
    private(set) var sources = SourceList()
    /// The first check that a signal failed; `none` where all passed.
    private(set) var refusal = Reason()
    /// The agreeing strategies' confidence, averaged by weight.
    private(set) var confidence = 0.0
    /// The agreeing strategy with the largest weight, the first of equals, and its row; where none agrees,
    /// the first.
    private(set) var leader = StrategyID.momentum
    private(set) var leaderRow = 0
    /// How much of a full position L3 wants from the agreeing strategies: their factors averaged by L4's
    /// weight, at most 1 ("reduces size in mean reversion").
    private(set) var sizeFactor = 0.0
    /// The smallest of the agreeing strategies' risk scales.
    private(set) var riskScale = 1.0

    /// - Parameter terms: what the higher levels say of each strategy, by row.
    init(_ ballots: inout [Ballot], _ terms: [StrategyTerms]) {
        if let first = ballots.first { (leader, leaderRow) = (first.strategy, first.row) }
        for place in ballots.indices { count(&ballots[place], terms[ballots[place].row]) }
        lead(ballots, terms)
    }

    private mutating func count(_ ballot: inout Ballot, _ terms: StrategyTerms) {
        let weight = terms.weight * terms.factor
        guard ballot.signal.type != .hold, weight > 0 else { return }
        if let reason = ballot.signal.refusal(minConfidence: terms.minConfidence) {
            if refusal.code == .none { refusal = reason }
            return
        }
        ballot.weight = weight * ballot.signal.type.direction
        sources.add(ballot.strategy, ballot.weight)
        total += ballot.weight * ballot.signal.confidence
    }

    /// What those who voted with the majority make of it.
    private mutating func lead(_ ballots: [Ballot], _ terms: [StrategyTerms]) {
        var (sure, voted, wanted, weight, best) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for ballot in ballots where ballot.weight * total > 0 {
            let size = abs(ballot.weight)
            sure += size * ballot.signal.confidence
            voted += size
            wanted += terms[ballot.row].weight * terms[ballot.row].factor
            weight += terms[ballot.row].weight
            riskScale = min(riskScale, terms[ballot.row].riskScale)
            if size > best { (leader, leaderRow, best) = (ballot.strategy, ballot.row, size) }
        }
        riskScale = max(riskScale, 0)
        if voted > 0 { confidence = sure / voted }
        if weight > 0 { sizeFactor = min(1, wanted / weight) }
    }

    var side: Side { total >= 0 ? .buy : .sell }

    /// What the strategies together advise: nothing where none of them voted.
    var advice: Advice { total == 0 ? .hold : total > 0 ? .buy : .sell }
}
