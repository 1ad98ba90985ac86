import Market
import Messages

/// O4 on futures: the order's margin (value over leverage) is free.
struct MarginRule: Rule {
    let scope: RuleScope = [.portfolio, .books]

    func breach(of proposal: Proposal) -> Reason? {
        guard proposal.settings.market == .um, proposal.available < proposal.cost else { return nil }
        return Reason(
            .insufficientMargin, found: proposal.available.double, limit: proposal.cost.double)
    }
}
