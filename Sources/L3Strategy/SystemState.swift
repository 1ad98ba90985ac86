import Market
import Messages

/// What L3 knows of the account and of the whole market.
struct SystemState: BitwiseCopyable, Sendable {
    /// Shares of the daily limit at which nothing is entered any more, and again.
    static let closeAt = 0.8
    static let openAt = 0.6

    /// Equity of the account, USDT.
    var equity: Double
    /// Fall from the day's highest equity, fraction.
    private(set) var drawdown = 0.0
    /// The drawdown is near its daily limit.
    private(set) var isNearLimit = false
    var isHalted = false
    /// The whole market moves as one: several positions are then one.
    var isOneSided = false
    /// The newest news of the account.
    var cause = EventID.none

    init(equity: Money) { self.equity = equity.double }

    /// Takes the account's figures; says whether entries were closed or opened by them.
    mutating func take(_ update: PnLUpdate, limit: Double) -> Bool {
        equity = update.equity.double
        drawdown = update.drawdown.isFinite ? max(0, update.drawdown) : drawdown
        let isNear = drawdown >= limit * (isNearLimit ? Self.openAt : Self.closeAt)
        defer { isNearLimit = isNear }
        return isNear != isNearLimit
    }

    /// Only reductions are wanted of any symbol.
    var isReduceOnly: Bool { isHalted || isNearLimit }
}
