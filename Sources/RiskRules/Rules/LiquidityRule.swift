import Market
import Messages

/// O2: the market offers enough for the order's size.
struct LiquidityRule: Rule {
    let scope: RuleScope = [.whole]

    func breach(of proposal: Proposal) -> Reason? {
        guard let liquidity = proposal.order.liquidity.present, liquidity < proposal.notional else {
            return nil
        }
        return Reason(.notEnoughLiquidity, found: liquidity.double, limit: proposal.notional.double)
    }
}
