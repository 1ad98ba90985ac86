import Market
import Messages

/// O2: the pair's smallest quantity of one order (BTC_MIN_SIZE), and the exchange's.
struct MinQuantityRule: Rule {
    let scope: RuleScope = [.whole, .child]

    func breach(of proposal: Proposal) -> Reason? {
        let instrument = proposal.settings.instruments[proposal.order.intent.symbol]
        let smallest = max(proposal.pair.minOrderQuantity, instrument.minQuantity)
        let quantity = proposal.order.intent.quantity
        guard quantity < smallest else { return nil }
        return Reason(.quantityTooSmall, found: quantity.double, limit: smallest.double)
    }
}
