import Market

/// What a market charges of a trade's value, fractions at 1e-8.
public struct MarketFees: Sendable, Hashable {
    /// Of who rested, and of who took.
    public var maker: Price
    public var taker: Price

    public init(maker: Price, taker: Price) { (self.maker, self.taker) = (maker, taker) }
}
