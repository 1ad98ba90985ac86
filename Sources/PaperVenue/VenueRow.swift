import Messages
import Stages

/// An order at the venue, with the frame that brought it.
@frozen public struct VenueRow: BitwiseCopyable, Sendable {
    /// `intent.quantity` is what is still open of it.
    public internal(set) var order: VenueOrder
    var cause: EventID

    /// A stop or a target; it has a trigger.
    var isBracket: Bool { order.trigger.present != nil }
    var isOpen: Bool { !order.status.isFinal }
}
