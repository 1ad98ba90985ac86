import Market

/// The trades of one taker at one price.
@frozen public struct AggregateTrade: BitwiseCopyable, Sendable, Hashable {
    public var id: Int64
    public var time: Timestamp
    public var price: Price
    public var quantity: Quantity
    /// Its first and its last trade.
    public var firstID: Int64
    public var lastID: Int64
    /// True where the taker sold.
    public var buyerIsMaker: Bool

    /// An aggregate of one trade.
    public init(id: Int64, _ trade: PrintedTrade) {
        (self.id, time, price, quantity) = (id, trade.time, trade.price, trade.quantity)
        (firstID, lastID, buyerIsMaker) = (trade.id, trade.id, trade.buyerIsMaker)
    }

    /// Adds the next trade of the same taker at the same price.
    public mutating func add(_ trade: PrintedTrade) {
        quantity += trade.quantity
        lastID = trade.id
    }
}
