import Market
import Messages

/// What of a plan is needed when its trade closes.
struct PlannedTrade: BitwiseCopyable, Sendable {
    var signal = Label()
    /// Weight of the strategies in the decision, signed by their votes.
    var sources = SourceList()
    /// Average true range behind the stop, USDT; NaN where the plan has none.
    var atr = Double.nan
}
