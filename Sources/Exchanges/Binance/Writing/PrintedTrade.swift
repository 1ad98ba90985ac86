import Market

/// A trade as the exchange prints it.
@frozen public struct PrintedTrade: BitwiseCopyable, Sendable, Hashable {
    public var id: Int64
    public var time: Timestamp
    public var price: Price
    public var quantity: Quantity
    /// True where the taker sold.
    public var buyerIsMaker: Bool

    public init(id: Int64, time: Timestamp, price: Price, quantity: Quantity, buyerIsMaker: Bool) {
        (self.id, self.time, self.price, self.quantity) = (id, time, price, quantity)
        self.buyerIsMaker = buyerIsMaker
    }

    /// What was paid.
    public var value: Volume { Volume(quantity, at: price) }
}
