import Market
import Messages

/// O3: MAX_CRYPTO_EXPOSURE. Every pair of the safe list is a crypto asset against USDT, so all count.
struct CryptoExposureRule: Rule {
    let scope: RuleScope = [.portfolio, .books]

    func breach(of proposal: Proposal) -> Reason? {
        let found = proposal.portfolio.exposure + proposal.notional
        let limit = proposal.share(proposal.limits.maxCryptoExposure)
        return found > limit ? Reason(.cryptoExposure, found: found.double, limit: limit.double) : nil
    }
}
