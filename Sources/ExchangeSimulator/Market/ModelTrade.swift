import Market

/// A trade that the market is about to do.
struct ModelTrade: BitwiseCopyable, Sendable, Hashable {
    var time: Timestamp
    var price: Price
    var quantity: Quantity
    /// The taker's side.
    var taker: Side
}
