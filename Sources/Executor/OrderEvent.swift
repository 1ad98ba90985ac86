import Market
import Messages

/// What can happen to an order in the executor's books.
enum OrderEvent: BitwiseCopyable, Sendable, Hashable {
    /// The venue has it.
    case accepted
    case filled(Quantity, at: Price)
    case cancelled(Reason)
    case expired(Reason)
    /// The venue's proven refusal.
    case rejected(Reason)
    /// Nobody said what became of it.
    case unanswered
    /// What rests of a stop or target is now this much.
    case resting(Quantity)
}
