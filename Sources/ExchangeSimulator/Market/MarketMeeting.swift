import Market
import Matching

/// A trade in which an account took part.
struct MarketMeeting: BitwiseCopyable, Sendable {
    /// Who rested, and its number for the order.
    let maker: BookOwner
    let makerTag: UInt64
    let price: Price
    let quantity: Quantity
    /// The trade as it was printed.
    let trade: Int64
}
