import Market

/// A taker met an order that rested, at that order's price.
@frozen public struct LimitFill: BitwiseCopyable, Sendable, Hashable {
    /// Who rested, and its number for the order.
    public var maker: BookOwner
    public var makerTag: UInt64
    /// Whether nothing of that order is left.
    public var makerIsDone: Bool
    public var price: Price
    public var quantity: Quantity

    public init(
        maker: BookOwner, makerTag: UInt64, makerIsDone: Bool, price: Price, quantity: Quantity
    ) {
        (self.maker, self.makerTag, self.makerIsDone) = (maker, makerTag, makerIsDone)
        (self.price, self.quantity) = (price, quantity)
    }
}
