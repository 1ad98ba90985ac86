/// What a link has seen.
public struct RequestCounters: BitwiseCopyable, Sendable, Equatable {
    /// Requests answered in time.
    public internal(set) var answered = 0
    /// Requests without an answer, for whatever reason.
    public internal(set) var unanswered = 0
    /// Answers that came after their deadline, dropped. One that comes when the next request is
    /// already out is dropped by ZeroMQ itself, uncounted.
    public internal(set) var late = 0
    /// Times the socket was made anew since its peer went between two frames.
    public internal(set) var reopened = 0
}
