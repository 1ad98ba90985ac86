import Glibc
import Market

/// A fraction of an amount (a fee, a funding rate) at 1e-8, so that what it takes is exact.
@frozen public struct Rate: FixedPoint {
    public var raw: Int64
    @inlinable public init(raw: Int64) { self.raw = raw }
}

extension Rate {
    /// The nearest rate at 1e-8; zero where the fraction is not finite.
    public init(fraction: Double) {
        self = Rate(fraction) ?? .zero
    }

    /// The share of an amount, in its unit. A cost is rounded away from zero and a gain towards it: never in
    /// our favour. A share that leaves the range is the amount itself.
    public func share<T: FixedPoint>(of amount: T) -> T {
        let isCost = (raw < 0) == (amount.raw < 0)
        let share = multiplyDivide(amount.raw, raw, by: fixedPointScale, isCost ? .up : .down)
        return share.map(T.init(raw:)) ?? amount
    }
}
