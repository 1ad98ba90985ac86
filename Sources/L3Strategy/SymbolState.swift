import Market
import Messages

/// What L3 knows and wants of one symbol; the indicators lie apart.
struct SymbolState: BitwiseCopyable, Sendable {
    var reading = Reading()
    var classifier = RegimeClassifier()
    /// Whether the indicators have warmed up.
    var isReady = false
    /// Decayed quote volume: liquidity, USDT.
    var liquidity = 0.0
    var losses = RecentLosses()
    /// What was last said, and whether anything was.
    var published = TacticTargets()
    var isPublished = false
    /// Event time from which small changes are said again.
    var nextPeriod = Timestamp.zero
    /// What happened since the last word; `none` where nothing in particular.
    var news = ReasonCode.none
    /// The newest word of L4, and the newest fill: they decided beside the candle.
    var metaID = EventID.none
    var fillID = EventID.none
    /// The number that its next fill has at least: one that is told twice counts once.
    var nextFillID: UInt64 = 0
}
