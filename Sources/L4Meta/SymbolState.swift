import Configuration
import Market
import Messages

/// What L4 knows and decided of one symbol.
struct SymbolState: BitwiseCopyable, Sendable {
    /// The weights to which it returns where nothing is known.
    var prior: StrategyTable
    var weights: StrategyTable
    /// What was last said.
    var published: StrategyTable
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

    init(_ prior: StrategyTable) {
        self.prior = prior
        weights = prior
        published = prior
    }
}
