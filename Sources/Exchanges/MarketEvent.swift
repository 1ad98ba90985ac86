import Market
import Messages

/// One event of a market's data, recorded or live, and the event time at which it happened.
@frozen public struct MarketEvent: BitwiseCopyable, Sendable, Hashable {
    /// What happened.
    public var message: Message
    /// When: event time.
    public var time: Timestamp

    /// An event at a time.
    @inlinable public init(_ message: Message, at time: Timestamp) {
        self.message = message
        self.time = time
    }

    /// Holds the place of an event that is yet to be read.
    public static var none: MarketEvent { MarketEvent(.clock(Clock()), at: .zero) }
}
