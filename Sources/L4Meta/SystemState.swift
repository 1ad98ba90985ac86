import Glibc
import Market
import Messages

/// What L4 knows of the whole system.
struct SystemState: BitwiseCopyable, Sendable {
    /// All closed trades of all symbols.
    var score = TradeScore()
    /// Highest equity, fading towards the present one, USDT; 0 before the first news.
    private var peak = 0.0
    private var equityTime = Timestamp.zero
    /// Fall from that peak or from the day's, whichever is deeper, fraction.
    private(set) var drawdown = 0.0
    var isHalted = false
    /// Event time of the next scoring; zero before the first event.
    var nextPeriod = Timestamp.zero
    /// The newest `pnl_update` and `risk_alert` of the account: they decided the thresholds.
    var cause = EventID.none

    /// Takes the account's equity. The remembered peak comes down to it over the half-life, so that an
    /// old loss doesn't hold the risk down for good.
    mutating func take(_ update: PnLUpdate, at time: Timestamp, halfLife: TimeSpan) {
        let equity = update.equity.double
        let age = max(0, (time - equityTime).seconds)
        peak = peak > equity ? equity + (peak - equity) * exp2(-age / max(halfLife.seconds, 1)) : equity
        equityTime = max(equityTime, time)
        let fall = peak > 0 ? (peak - equity) / peak : 0
        drawdown = max(fall, update.drawdown.isFinite ? update.drawdown : 0)
    }
}
