import Messages

/// The exchange trades the pair: nothing is opened while its status is another (BREAK, SETTLING, HALT, …).
struct NotTradingRule: Rule {
    let scope: RuleScope = [.whole, .child, .portfolio]

    func breach(of proposal: Proposal) -> Reason? {
        proposal.settings.instruments[proposal.order.intent.symbol].isTrading ? nil : Reason(.notTrading)
    }
}
