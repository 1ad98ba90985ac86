import Market
import Messages

/// O3: MAX_PORTFOLIO_EXPOSURE_<asset>, fraction of equity; L3's net exposure may lower it.
struct AssetExposureRule: Rule {
    let scope: RuleScope = [.portfolio, .books]

    func breach(of proposal: Proposal) -> Reason? {
        let found = proposal.row.exposure + proposal.notional
        let limit = proposal.share(min(proposal.pair.maxExposure, proposal.row.netExposure))
        return found > limit ? Reason(.assetExposure, found: found.double, limit: limit.double) : nil
    }
}
