/// A price in the quote currency (USDT) for one unit of the base asset, at 1e-8.
@frozen public struct Price: FixedPoint {
    public var raw: Int64
    @inlinable public init(raw: Int64) { self.raw = raw }
}

extension Price {
    /// The price moved by basis points (1 bps = 0.01 %), exact to 1e-8, rounded to the nearest.
    public func moved(bps: Double) -> Price { scaled(by: 1 + bps / 10_000) }

    /// How far `other` lies above this price, in basis points.
    public func bps(to other: Price) -> Double {
        raw == 0 ? 0 : (Double(other.raw) - Double(raw)) / Double(raw) * 10_000
    }
}

extension Price {
    /// The middle of a bid and an ask, towards the bid.
    public static func middle(_ bid: Price, _ ask: Price) -> Price {
        Price(raw: bid.raw + (ask.raw - bid.raw) / 2)
    }
}
