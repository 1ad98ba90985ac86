/// An amount of the account currency (USDT) at 1e-8.
@frozen public struct Money: FixedPoint {
    public var raw: Int64
    @inlinable public init(raw: Int64) { self.raw = raw }
}

extension Money {
    /// How much of the base asset the amount buys at a price, or `nil` where the price is zero or the
    /// result leaves the range.
    public func quantity(at price: Price, _ rounding: Rounding = .down) -> Quantity? {
        multiplyDivide(raw, fixedPointScale, by: price.raw, rounding).map(Quantity.init(raw:))
    }

    /// This amount as a fraction of another; 0 where the other is zero.
    public func fraction(of whole: Money) -> Double {
        whole.raw == 0 ? 0 : Double(raw) / Double(whole.raw)
    }
}
