import Configuration
import Market
import Messages

/// What L2 knows of one symbol besides its charts.
struct SymbolState: BitwiseCopyable, Sendable {
    /// What L3 wants of the symbol, whether it has said so yet, and the frame that did.
    var targets = TacticTargets()
    var hasTargets = false
    var targetsID = EventID.none
    /// Position, base asset, negative where short.
    var position = Quantity.zero
    /// When a fill told the position last; zero before the first.
    var filledAt = Timestamp.zero
    /// The number that its next fill has at least: one that is told twice counts once.
    var nextFillID: UInt64 = 0
    /// The signal on its way, and when it can no longer lead to anything.
    var pending = Label()
    var pendingExpires = Timestamp.zero
    /// The entry sent last, and the trade that is open.
    var entry = TradePlan()
    var trade = OpenTrade()
    var record = TrackRecord()
    /// No entries before this moment, and why.
    var pausedUntil = Timestamp.zero
    var pauseReason = Reason()
    /// Market data: its health, the newest minute, and the first moment since the last hole.
    var feed = FeedState.live
    var lastClose = Timestamp.zero
    var wholeSince = Timestamp.zero
    var lastQuoteVolume = 0.0
    /// Whether it was told that no average true range is there yet.
    var isShortageTold = false
    /// Profit of the day by `pnl_update`, and the day it belongs to.
    var dayPnL = Money.zero
    var day: Int64 = 0

    /// Whether a signal is on its way.
    func isWaiting(at time: Timestamp) -> Bool { !pending.isEmpty && time <= pendingExpires }

    /// The loss of the day, USDT; zero where the day has ended well or is new.
    func dayLoss(at time: Timestamp) -> Double { time.day == day ? max(0, -dayPnL.double) : 0 }

    /// Nothing is entered until a moment; the later of two pauses counts.
    mutating func pause(until moment: Timestamp, _ reason: Reason) {
        guard moment > pausedUntil else { return }
        (pausedUntil, pauseReason) = (moment, reason)
    }
}
