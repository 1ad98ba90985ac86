import Market
import Messages

/// The entry sent last: what its fills are judged by.
struct TradePlan: BitwiseCopyable, Sendable {
    var signal = Label()
    var stop = Price.absent
    /// The candles it was decided on.
    var timeframe = Timeframe.m5
}
