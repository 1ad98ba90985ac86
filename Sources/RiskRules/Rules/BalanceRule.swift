import Market
import Messages

/// O4 on spot: a buy needs its value in USDT, a sale its quantity of the base asset.
struct BalanceRule: Rule {
    let scope: RuleScope = [.portfolio, .books]

    func breach(of proposal: Proposal) -> Reason? {
        guard proposal.settings.market == .spot else { return nil }
        let intent = proposal.order.intent
        let (found, limit) =
            intent.side == .buy
            ? (proposal.available.double, proposal.cost.double)
            : (proposal.row.position.double, intent.quantity.double)
        return found < limit ? Reason(.insufficientBalance, found: found, limit: limit) : nil
    }
}
