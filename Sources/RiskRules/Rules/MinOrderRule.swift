import Market
import Messages

/// O2: MIN_ORDER_SIZE_USDT, and the exchange's own smallest value of the pair.
struct MinOrderRule: Rule {
    let scope: RuleScope = [.whole, .child]

    func breach(of proposal: Proposal) -> Reason? {
        let instrument = proposal.settings.instruments[proposal.order.intent.symbol]
        let smallest = max(proposal.limits.minOrder, instrument.minNotional)
        guard proposal.notional < smallest else { return nil }
        return Reason(.orderTooSmall, found: proposal.notional.double, limit: smallest.double)
    }
}
