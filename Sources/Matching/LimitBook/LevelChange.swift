import Market

/// A level of a book became another: what all orders at its price come to now, zero where none is left.
@frozen public struct LevelChange: BitwiseCopyable, Sendable, Hashable {
    public var side: Side
    public var level: BookLevel

    public init(_ side: Side, _ price: Price, _ quantity: Quantity) {
        (self.side, level) = (side, BookLevel(price: price, quantity: quantity))
    }
}
