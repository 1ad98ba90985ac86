import Market
import Messages

/// On futures, a stop that the exchange's liquidation comes before protects nothing.
struct StopBeyondLiquidationRule: Rule {
    let scope: RuleScope = [.whole, .child, .portfolio]

    func breach(of proposal: Proposal) -> Reason? {
        let intent = proposal.order.intent
        guard let stop = intent.stopLoss.present, stop.isPositive else { return nil }
        let terms = LiquidationTerms(intent.symbol, proposal.settings)
        return terms.breach(of: stop, intent.side, at: intent.price.present ?? intent.referencePrice)
    }
}
