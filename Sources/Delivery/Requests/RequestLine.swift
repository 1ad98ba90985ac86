import Messages

/// A line on which a process asks another: each has its order and its deadlines.
package enum RequestLine: BitwiseCopyable, Hashable, Sendable {
    /// What its stages ask.
    case peer(ProcessRank)
    /// Frames that were missed, of a publisher by its place among those that are heard.
    case repair(Int)
    /// The candles before it started.
    case history
}
