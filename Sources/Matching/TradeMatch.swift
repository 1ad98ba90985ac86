import Market

/// Fills on a trade of others (recorded ticks): all orders of its moment share the quantity it tells.
///
/// Assumes that a taker finds where others just traded what they found there, half the spread worse, and
/// that what rests was met only where the market traded through its price.
@frozen public struct TradeMatch: BitwiseCopyable, Sendable {
    public let spread: SpreadModel
    public let stepSize: Quantity

    public init(spread: SpreadModel, stepSize: Quantity) {
        self.spread = spread
        self.stepSize = stepSize
    }

    /// A taker, if the price is no worse than `limit`.
    public func take(
        _ side: Side, _ quantity: Quantity, limit: Price? = nil, at last: Price, _ left: inout Quantity
    ) -> MatchedFill? {
        let price = max(spread.taken(side, at: last), spread.tickSize)
        if let limit, side == .buy ? price > limit : price < limit { return nil }
        return fill(quantity, at: price, isMaker: false, &left)
    }

    /// What rests at a price: at its price, where the trade went through it.
    public func rest(
        _ side: Side, _ quantity: Quantity, at price: Price, last: Price, _ left: inout Quantity
    ) -> MatchedFill? {
        guard side == .buy ? last < price : last > price else { return nil }
        return fill(quantity, at: price, isMaker: true, &left)
    }

    private func fill(
        _ quantity: Quantity, at price: Price, isMaker: Bool, _ left: inout Quantity
    ) -> MatchedFill? {
        let got = min(quantity, left).rounded(to: stepSize, .down)
        guard got.isPositive else { return nil }
        left -= got
        return MatchedFill(got, at: price, isMaker: isMaker)
    }
}
