import Market
import Messages

/// H4: no order while the spread is over 15 bps; L4 may ask for less.
struct SpreadRule: Rule {
    /// The hierarchy document's figure, bps.
    static let hardLimitBps = 15.0

    let scope: RuleScope = [.whole]

    func breach(of proposal: Proposal) -> Reason? {
        let limit = min(Self.hardLimitBps, proposal.order.maxSpreadBps)
        let spread = proposal.order.spreadBps
        return spread > limit ? Reason(.spreadTooWide, found: spread, limit: limit) : nil
    }
}
