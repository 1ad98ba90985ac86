import Configuration
import Market
import Messages

/// What L4 knows and decided of one symbol.
struct SymbolState: BitwiseCopyable, Sendable {
    /// What was last said.
    var publishedThresholds = Thresholds()
    /// By L3's newest word.
    var regime = Regime.unknown
    var plans = PlanRing()
    var trade = OpenTrade()
    /// Slippage of executions, bps, by reports.
    var slippage = TimedMoments()
    /// The number that its next fill has at least: fills of different symbols may come in any order.
    var nextFillID: UInt64 = 0
    /// The fill that closed the newest trade.
    var tradeID = EventID.none

    /// Gives the strategies behind plans and open trade other places; one without a place is left out.
    mutating func place(_ strategies: (StrategyID) -> StrategyID?) {
        plans.place(strategies)
        trade.plan.sources = trade.plan.sources.placed(strategies)
    }
}
