import Market
import Messages

/// One event of recorded market data and the event time at which it happened.
@frozen public struct RecordedEvent: BitwiseCopyable, Sendable, Hashable {
    public var message: Message
    public var time: Timestamp

    @inlinable public init(_ message: Message, at time: Timestamp) {
        self.message = message
        self.time = time
    }

    /// Holds the place of an event that is yet to be read.
    public static var none: RecordedEvent { RecordedEvent(.clock(Clock()), at: .zero) }
}
