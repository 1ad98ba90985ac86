import Messages

/// What was last said of a chart's close: the advice, and why nothing was sent on it.
struct ChartWord: BitwiseCopyable, Sendable, Equatable {
    var advice: Advice
    /// `none` where a signal was sent, or there was nothing to do.
    var code: ReasonCode
}
