import Market
import Messages

/// O2: MAX_ORDER_SIZE_USDT, for each child order; what is larger is split.
struct MaxOrderRule: Rule {
    let scope: RuleScope = [.child, .books]

    func breach(of proposal: Proposal) -> Reason? {
        guard proposal.notional > proposal.largestOrder else { return nil }
        return Reason(.orderTooLarge, found: proposal.notional.double, limit: proposal.largestOrder.double)
    }
}
