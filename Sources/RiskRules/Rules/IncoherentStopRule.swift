import Market
import Messages

/// O2: a buy's stop lies below its price, a sale's above.
struct IncoherentStopRule: Rule {
    let scope: RuleScope = [.whole, .child, .portfolio]

    func breach(of proposal: Proposal) -> Reason? {
        let intent = proposal.order.intent
        guard let stop = intent.stopLoss.present, stop.isPositive else { return nil }
        let price = intent.price.present ?? intent.referencePrice
        let coherent = intent.side == .buy ? stop < price : stop > price
        return coherent ? nil : Reason(.incoherentStop, found: stop.double, limit: price.double)
    }
}
