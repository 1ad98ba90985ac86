import Market

/// An order as a limit book takes it.
@frozen public struct LimitOrder: BitwiseCopyable, Sendable, Hashable {
    public var owner: BookOwner
    /// Its owner's number for it: the book only tells it again.
    public var tag: UInt64
    public var side: Side
    /// The worst price that it takes, and the one at which it rests.
    public var price: Price
    /// What is wanted, above zero.
    public var quantity: Quantity

    public init(
        _ side: Side, _ quantity: Quantity, at price: Price, owner: BookOwner = .market, tag: UInt64 = 0
    ) {
        (self.side, self.quantity, self.price) = (side, quantity, price)
        (self.owner, self.tag) = (owner, tag)
    }
}
