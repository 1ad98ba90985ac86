import Market

/// The spread assumed where nobody quotes: half of it against every taker.
///
/// Assumes a constant spread per pair (its tier's) around the candle's prices, which are taken for
/// mids. The result lies on the tick grid, rounded against the taker.
@frozen public struct SpreadModel: BitwiseCopyable, Sendable {
    /// Best bid to best ask, basis points of the mid.
    public let bps: Double
    public let tickSize: Price

    public init(bps: Double, tickSize: Price) {
        self.bps = bps
        self.tickSize = tickSize
    }

    /// What a taker gets while the mid stands at a price.
    public func taken(_ side: Side, at mid: Price) -> Price {
        let moved = mid.moved(bps: side == .buy ? bps / 2 : -bps / 2)
        return moved.rounded(to: tickSize, side == .buy ? .up : .down)
    }
}
