/// An amount of the base asset at 1e-8; negative where a position is short.
@frozen public struct Quantity: FixedPoint {
    public var raw: Int64
    @inlinable public init(raw: Int64) { self.raw = raw }
}

extension Quantity {
    /// More than anybody asks for: what is offered where its size is not told.
    public static let unbounded = Quantity(raw: .max)

    /// The notional value at a price, or `nil` where it leaves the range of `Money`.
    public func notional(at price: Price, _ rounding: Rounding = .nearest) -> Money? {
        multiplyDivide(raw, price.raw, by: fixedPointScale, rounding).map(Money.init(raw:))
    }
}
