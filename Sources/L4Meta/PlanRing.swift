import Market
import Messages

/// The newest plans of one symbol: a plan comes before its entry's fill, and not every one is filled.
struct PlanRing: BitwiseCopyable, Sendable {
    private var plans: [4 of PlannedTrade] = .init(repeating: PlannedTrade())
    private var next = 0

    mutating func add(_ plan: ExecutionPlan) {
        plans[next] = PlannedTrade(signal: plan.signalID, sources: plan.sources, atr: plan.atr)
        next = (next + 1) % 4
    }

    /// Gives the strategies behind the plans other places.
    mutating func place(_ strategies: (StrategyID) -> StrategyID?) {
        for place in 0..<4 { plans[place].sources = plans[place].sources.placed(strategies) }
    }

    /// The plan of a signal; one without sources where none is known (a lone signal from outside).
    func plan(of signal: Label) -> PlannedTrade {
        for place in 0..<4 where plans[place].signal == signal { return plans[place] }
        return PlannedTrade(signal: signal)
    }
}
