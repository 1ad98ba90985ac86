import Market

/// What matching gives for an order: how much, at which price, and whether the order rested.
@frozen public struct MatchedFill: BitwiseCopyable, Sendable, Hashable {
    public var quantity: Quantity
    public var price: Price
    public var isMaker: Bool

    public init(_ quantity: Quantity, at price: Price, isMaker: Bool = false) {
        self.quantity = quantity
        self.price = price
        self.isMaker = isMaker
    }
}
