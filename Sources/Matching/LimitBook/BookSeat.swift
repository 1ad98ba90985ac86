import Market
import Messages

/// Where an order of ours queues in a market's book, and what the market has given to it.
public struct BookSeat: BitwiseCopyable, Sendable {
    let name: ClientOrderID
    /// By which the book names it.
    let tag: UInt64
    let side: Side
    let price: Price
    /// What waits of it, and what was met and not asked for yet.
    var left: Quantity
    var earned = Quantity.zero
    /// Nowhere while the market's book is lost.
    var id = RestingID.none
}
