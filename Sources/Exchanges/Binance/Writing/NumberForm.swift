import Market

/// How the exchange writes a pair's numbers. Decimals are always eight on spot, on futures those of the
/// pair's own precision.
@frozen public struct NumberForm: BitwiseCopyable, Sendable, Hashable {
    public var price: Int
    public var quantity: Int
    /// Of values: price times quantity.
    public var quote: Int
    /// Of moments.
    public var time = TimeUnit.millisecond

    public init(_ market: MarketKind, pricePrecision: Int, quantityPrecision: Int) {
        switch market {
        case .spot: (price, quantity, quote) = (8, 8, 8)
        case .um:
            (price, quantity) = (pricePrecision, quantityPrecision)
            quote = min(8, pricePrecision + quantityPrecision)
        }
    }
}
