import Market
import Messages

/// P5: `max_correlated_positions`. Refuses where that many symbols of the pair's correlation map are
/// already open or reserved; the pair itself does not count.
struct CorrelatedPositionsRule: Rule {
    let scope: RuleScope = [.portfolio]

    func breach(of proposal: Proposal) -> Reason? {
        let symbols = proposal.portfolio.symbols
        let count = proposal.pair.correlatedWith.count { symbols[$0.int].isOpen }
        let limit = proposal.limits.maxCorrelatedPositions
        guard count >= limit else { return nil }
        return Reason(.correlatedPositions, found: Double(count), limit: Double(limit))
    }
}
