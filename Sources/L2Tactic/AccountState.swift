import Market
import Messages
import Stages

/// What L2 knows of the whole account.
struct AccountState: BitwiseCopyable, Sendable {
    /// Equity by the newest `pnl_update`; the configured capital before the first.
    var equity: Money
    /// Fall from the day's highest equity, and its day.
    var drawdown = 0.0
    var day: Int64 = 0
    /// Trading is halted: only exits go on.
    var isHalted = false
    /// Who is gone.
    var missing = Absences()

    func drawdown(at time: Timestamp) -> Double { time.day == day ? drawdown : 0 }
}
