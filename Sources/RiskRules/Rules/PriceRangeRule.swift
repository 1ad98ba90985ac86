import Market
import Messages

/// The exchange takes no price beyond its lowest and highest (PRICE_FILTER): neither the order's, nor its
/// stop's or its target's.
struct PriceRangeRule: Rule {
    let scope: RuleScope = [.whole, .child, .portfolio]

    func breach(of proposal: Proposal) -> Reason? {
        let intent = proposal.order.intent
        let instrument = proposal.settings.instruments[intent.symbol]
        let price = intent.price.present ?? intent.referencePrice
        for price in [price, intent.stopLoss.present, intent.takeProfit.present].compactMap(\.self) {
            // What is no price at all is another rule's.
            guard price.isPositive, let bound = instrument.bound(beyond: price) else { continue }
            return Reason(.priceOutOfBand, found: price.double, limit: bound.double)
        }
        return nil
    }
}
