import Market
import Messages

/// O2: every entry has a stop loss.
struct MissingStopRule: Rule {
    let scope: RuleScope = [.whole, .child, .portfolio]

    func breach(of proposal: Proposal) -> Reason? {
        (proposal.order.intent.stopLoss.present?.isPositive ?? false) ? nil : Reason(.missingStop)
    }
}
