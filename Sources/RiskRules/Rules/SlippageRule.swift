import Market
import Messages

/// O4: slippage protection per symbol; L4 may ask for less.
struct SlippageRule: Rule {
    let scope: RuleScope = [.whole]

    func breach(of proposal: Proposal) -> Reason? {
        let limit = min(proposal.pair.slippageBps, proposal.order.maxSlippageBps)
        let slippage = proposal.order.slippageBps
        return slippage > limit ? Reason(.slippageTooLarge, found: slippage, limit: limit) : nil
    }
}
