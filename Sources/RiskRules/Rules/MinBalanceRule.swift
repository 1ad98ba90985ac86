import Market
import Messages

/// O3: MIN_USDT_BALANCE is left after the order, and the account has the pair's smallest balance.
struct MinBalanceRule: Rule {
    let scope: RuleScope = [.portfolio]

    func breach(of proposal: Proposal) -> Reason? {
        let left = proposal.available - proposal.cost
        if left < proposal.limits.minBalance {
            return Reason(.lowBalance, found: left.double, limit: proposal.limits.minBalance.double)
        }
        guard proposal.portfolio.equity < proposal.pair.minBalance else { return nil }
        return Reason(
            .lowEquity, found: proposal.portfolio.equity.double, limit: proposal.pair.minBalance.double)
    }
}
