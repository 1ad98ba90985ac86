import Market
import Messages

/// Whether any entry goes at all: not while halted, while books are reconciled, on stale data, or where
/// L3 wants reductions alone.
struct OpenForEntriesRule: Rule {
    let scope: RuleScope = [.whole, .portfolio]

    func breach(of proposal: Proposal) -> Reason? {
        proposal.portfolio.barrier.code == .none ? nil : proposal.portfolio.barrier
    }
}
