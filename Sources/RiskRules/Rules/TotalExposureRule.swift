import Market
import Messages

/// P5: `max_total_exposure` over all pairs, open and reserved, as a fraction of equity.
struct TotalExposureRule: Rule {
    let scope: RuleScope = [.portfolio, .books]

    func breach(of proposal: Proposal) -> Reason? {
        let found = proposal.portfolio.exposure + proposal.notional
        let limit = proposal.share(proposal.limits.maxTotalExposure)
        return found > limit ? Reason(.totalExposure, found: found.double, limit: limit.double) : nil
    }
}
