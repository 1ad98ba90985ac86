/// One price level of an order book; a quantity of zero removes it.
@frozen public struct BookLevel: BitwiseCopyable, Sendable, Hashable {
    public var price: Price
    public var quantity: Quantity

    public init(price: Price = .zero, quantity: Quantity = .zero) {
        self.price = price
        self.quantity = quantity
    }
}
