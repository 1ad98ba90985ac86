import Market
import Messages

/// O3: MAX_DAILY_DRAWDOWN of the account. Reaching it is enough.
struct DailyDrawdownRule: Rule {
    let scope: RuleScope = [.portfolio]

    func breach(of proposal: Proposal) -> Reason? {
        let found = proposal.portfolio.drawdown
        let limit = proposal.limits.maxDailyDrawdown
        return found >= limit ? Reason(.dailyDrawdown, found: found, limit: limit) : nil
    }
}
