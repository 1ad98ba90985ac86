import Market
import Messages
import Stages

/// An order at the venue, with the frame that brought it.
@frozen public struct VenueRow: BitwiseCopyable, Sendable {
    /// `intent.quantity` is what is still open of it. A triggered stop has no price any more.
    public internal(set) var order: VenueOrder
    var cause: EventID
    /// Whether a limit order has met the market once: from then on it rests and pays what makers pay.
    var hasArrived = false
    /// The close of the candle inside which its entry was filled, nobody knows when: a target waits for the
    /// next one.
    var heldUntil = Timestamp.never

    /// A stop or a target; it has a trigger.
    var isBracket: Bool { order.trigger.present != nil }
    /// A stop that was touched: a taker until it is filled, wherever the price goes.
    var isTriggered: Bool { isBracket && order.intent.purpose == .stop && order.intent.price.present == nil }
    /// Whether it takes part in the market now, rather than waiting for its trigger.
    var isWorking: Bool { !isBracket || isTriggered }
    var isOpen: Bool { !order.status.isFinal }
    /// Whether it waits to be filled: the end of the data is its end, too.
    var isWaiting: Bool { isOpen && !isBracket }
}
