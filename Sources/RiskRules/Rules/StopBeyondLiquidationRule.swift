import Market
import Messages

/// On futures, a stop that the exchange's liquidation comes before protects nothing. An entry is judged
/// alone, since what is held may be closed before it fills, and as the position it makes with what is held.
struct StopBeyondLiquidationRule: Rule {
    let scope: RuleScope = [.whole, .child, .portfolio, .books]

    func breach(of proposal: Proposal) -> Reason? {
        let intent = proposal.order.intent
        guard let stop = intent.stopLoss.present, stop.isPositive else { return nil }
        let terms = LiquidationTerms(intent.symbol, proposal.settings)
        let price = intent.price.present ?? intent.referencePrice
        if let alone = terms.breach(of: stop, intent.side, at: price) { return alone }
        let symbols = proposal.portfolio.symbols
        guard symbols.indices.contains(intent.symbol.int) else { return nil }
        return terms.breach(of: intent, enlarging: symbols[intent.symbol.int], at: price)
    }
}
