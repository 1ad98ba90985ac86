import Market
import Messages

/// P6: confidence above 60 %, where it is known; L4 may ask for more.
struct ConfidenceRule: Rule {
    let scope: RuleScope = [.whole, .portfolio]

    func breach(of proposal: Proposal) -> Reason? {
        let confidence = proposal.order.confidence
        let limit = max(proposal.limits.minConfidence, proposal.order.minConfidence)
        guard !confidence.isNaN, confidence <= limit else { return nil }
        return Reason(.confidenceTooLow, found: confidence, limit: limit)
    }
}
