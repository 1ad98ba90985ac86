import Market
import Messages

/// An order is judged by its price; without one there is nothing to judge.
struct PriceRule: Rule {
    let scope: RuleScope = [.whole, .child, .portfolio]

    func breach(of proposal: Proposal) -> Reason? {
        proposal.order.intent.referencePrice.isPositive ? nil : Reason(.noPrice)
    }
}
