import Market
import Messages

/// O3: the pair's largest daily loss, as a fraction of the day's opening equity. Reaching it is enough.
struct SymbolDrawdownRule: Rule {
    let scope: RuleScope = [.portfolio]

    func breach(of proposal: Proposal) -> Reason? {
        let found = -proposal.row.dayPnL.fraction(of: proposal.portfolio.dayOpening)
        let limit = proposal.pair.maxDailyDrawdown
        return found >= limit ? Reason(.pairDrawdown, found: found, limit: limit) : nil
    }
}
