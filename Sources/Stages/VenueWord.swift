import Messages

/// One thing that a venue says.
@frozen public enum VenueWord: BitwiseCopyable, Sendable, Hashable {
    /// Something happened to an order or a position.
    case event(VenueEvent)
    /// The answer to an ask.
    case answered(RequestID, Message)
    /// An ask will get no answer.
    case unanswered(RequestID, Unanswered)
    /// The venue is gone, or back.
    case link(LinkState)
}
