import Market
import Messages

/// A quantity is positive, and its value is one that money can hold.
struct QuantityRule: Rule {
    let scope: RuleScope = [.whole, .child, .portfolio]

    func breach(of proposal: Proposal) -> Reason? {
        let intent = proposal.order.intent
        guard intent.quantity.isPositive, intent.quantity.notional(at: intent.referencePrice) != nil else {
            return Reason(.invalidQuantity, found: intent.quantity.double)
        }
        return nil
    }
}
