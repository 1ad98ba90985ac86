import Market
import Messages
import Stages

/// What the risk manager knows of the account and of the system's state.
struct AccountBook: BitwiseCopyable, Sendable {
    /// Balance without open profit, and what of it is free, USDT.
    var wallet = Money.zero
    var free = Money.zero
    /// Profit closed and fees of pairs that were traded once and aren't any more, USDT.
    var formerProfit = Money.zero
    var formerFees = Money.zero
    /// Value of the open positions that belongs to the equity: their open profit on futures, their whole
    /// value on spot, USDT.
    var open = Money.zero
    /// Whether the executor has told the balance and every position: before that no entry goes.
    var isKnown = false
    /// The executor's word that the wallet was last taken from, and one that waits for what it counts.
    var walletWord = EventID.none
    var waiting = WalletRow()
    var day = DayRecord()
    /// Whether the day record changed since it was stored, and from when it may be stored again.
    var isDayDirty = false
    var nextDayStore = Timestamp.zero
    var halt = HaltRecord()
    /// Whether the books are beyond a hard limit, and trading was halted for it.
    var isBreached = false
    /// The day on which the drawdown halted trading: once a day.
    var drawdownDay: Int64 = -1
    /// Event time at which the next `pnl_update` is due.
    var nextPnL = Timestamp.zero
    /// Whether records were taken back: approvals given before are forgotten, so entries wait.
    var isRestarted = false
    /// Who is gone.
    var missing = Absences()
    /// Event time from which entries go after a restart; `never` until the first event.
    var entriesFrom = Timestamp.zero

    /// Equity of the account, USDT.
    var equity: Money { wallet + open }
    /// Fall from the day's highest equity, fraction of that.
    var fall: Double { max(0, (day.peakEquity - equity).fraction(of: day.peakEquity)) }
    /// Fall from the day's highest equity as a fraction of the day's opening equity: what is limited.
    var drawdown: Double { max(0, (day.peakEquity - equity).fraction(of: day.openingEquity)) }
}
