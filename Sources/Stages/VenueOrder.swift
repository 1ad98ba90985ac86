import Market
import Messages

/// An order at the paper venue: waiting for its fill, or resting as a stop or target.
@frozen public struct VenueOrder: BitwiseCopyable, Sendable, Hashable {
    public var intent: OrderIntent
    public var status: OrderStatus
    /// Trigger of a resting stop or target; absent on the others.
    public var trigger: Price
    /// Why it ended.
    public var reason: Reason
    public var placed: Timestamp

    public init(intent: OrderIntent, status: OrderStatus, trigger: Price = .absent, placed: Timestamp) {
        self.intent = intent
        self.status = status
        self.trigger = trigger
        self.placed = placed
        reason = Reason()
    }
}
