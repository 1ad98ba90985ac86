import Market
import Messages

/// Whether any entry goes at all: not while halted, while books are reconciled, on stale data, where L3
/// wants reductions alone, or into a pair that is not traded any more.
struct OpenForEntriesRule: Rule {
    let scope: RuleScope = [.whole, .child, .portfolio]

    func breach(of proposal: Proposal) -> Reason? {
        if proposal.portfolio.barrier.code != .none { return proposal.portfolio.barrier }
        return proposal.pair.exitsOnly ? Reason(.reduceOnly) : nil
    }
}
