import Market
import Messages

/// What of a plan is needed when its trade closes.
struct PlannedTrade: BitwiseCopyable, Sendable {
    var signal = Label()
    /// Weight of each strategy in the decision, signed by its vote.
    var sources = StrategyTable()
    /// Average true range behind the stop, USDT; NaN where the plan has none.
    var atr = Double.nan
}
