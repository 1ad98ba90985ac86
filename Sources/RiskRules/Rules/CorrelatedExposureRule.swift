import Market
import Messages

/// O3: the BTC-ETH correlation limit on cross exposure. While their rolling correlation is above it, the
/// two held the same way count as one asset: together they keep the larger of their two limits.
struct CorrelatedExposureRule: Rule {
    let scope: RuleScope = [.portfolio]

    func breach(of proposal: Proposal) -> Reason? {
        let portfolio = proposal.portfolio
        let limit = proposal.limits.maxCorrelation
        guard portfolio.correlation > limit, let other = other(of: proposal) else { return nil }
        let side = proposal.order.intent.side
        let across = portfolio.symbols[other.int].exposure(on: side)
        let together = across + proposal.row.exposure(on: side) + proposal.notional
        let share = max(proposal.pair.maxExposure, proposal.settings[other].maxExposure)
        guard across.isPositive, together > proposal.share(share) else { return nil }
        return Reason(.correlatedExposure, found: portfolio.correlation, limit: limit)
    }

    private func other(of proposal: Proposal) -> SymbolID? {
        let (first, second) = (proposal.portfolio.first, proposal.portfolio.second)
        switch proposal.order.intent.symbol {
        case first: return second == .none ? nil : second
        case second: return first == .none ? nil : first
        default: return nil
        }
    }
}
