import Market
import Messages

/// O2: the pair's largest quantity of one child order (MAX_ORDER_SIZE_BTC), and the exchange's; told in
/// USDT, as the order's other size limit is.
struct MaxQuantityRule: Rule {
    let scope: RuleScope = [.child]

    func breach(of proposal: Proposal) -> Reason? {
        let intent = proposal.order.intent
        let largest = min(
            proposal.pair.maxOrderQuantity, proposal.settings.instruments[intent.symbol].maxQuantity)
        guard intent.quantity > largest else { return nil }
        let limit = largest.notional(at: intent.referencePrice) ?? .zero
        return Reason(.orderTooLarge, found: proposal.notional.double, limit: limit.double)
    }
}
