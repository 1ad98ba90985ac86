/// What went through a socket since it was opened.
public struct SocketCounters: BitwiseCopyable, Sendable, Equatable {
    /// Messages handed to ZeroMQ.
    public internal(set) var sent = 0
    /// Messages that ZeroMQ did not take (a peer missing, or a full queue).
    public internal(set) var refused = 0
    /// Messages received, whatever their form.
    public internal(set) var received = 0
    /// Frames after the second, dropped.
    public internal(set) var extraFrames = 0
    /// Messages without a proper envelope where requests are expected, dropped.
    public internal(set) var malformed = 0
    /// Messages with a frame above `Frames.largest`.
    public internal(set) var tooLarge = 0
}
