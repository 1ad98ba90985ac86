import Market
import Messages

/// What L2 knows of the whole account.
struct AccountState: BitwiseCopyable, Sendable {
    /// Equity by the newest `pnl_update`; the configured capital before the first.
    var equity: Money
    /// Fall from the day's highest equity, and its day.
    var drawdown = 0.0
    var day: Int64 = 0
    /// Trading is halted: only exits go on.
    var isHalted = false
    /// L3 is gone: only reductions (decision 11).
    var isStrategyGone = false
    /// The feed handler is gone: nothing new is decided.
    var isFeedGone = false

    func drawdown(at time: Timestamp) -> Double { time.day == day ? drawdown : 0 }
}
