import Configuration
import Market

/// Fills on closed candles, where nothing is known of the path inside one.
///
/// Assumes the worst order of events: the stop before the target where both were touched, a stop at
/// the candle's open where the market gapped through it, what rests filled only where the market traded
/// through its price and never better than at it. All orders of a candle share one `CandleShare`.
@frozen public struct CandleMatch: BitwiseCopyable, Sendable {
    public let spread: SpreadModel
    /// Share of a candle's quote volume that is ours to take, 0 to 1.
    public let share: Double
    public let stepSize: Quantity

    public init(spread: SpreadModel, share: Double, stepSize: Quantity) {
        self.spread = spread
        self.share = share
        self.stepSize = stepSize
    }

    /// What a candle offers to all orders together.
    public func offer(of candle: Candle) -> CandleShare { CandleShare(of: candle, share: share) }

    /// A taker who waited for this candle: at its open ± half the spread, if no worse than `limit`.
    public func take(
        _ side: Side, _ quantity: Quantity, limit: Price? = nil, in candle: Candle, _ left: inout CandleShare
    ) -> MatchedFill? {
        let price = spread.taken(side, at: candle.open)
        if let limit, side == .buy ? price > limit : price < limit { return nil }
        return fill(quantity, at: price, isMaker: false, &left)
    }

    /// What rests at a price, as a limit order or a target: at its price, where the candle traded through it
    /// (a mere touch fills those who stood before us).
    public func rest(
        _ side: Side, _ quantity: Quantity, at price: Price, in candle: Candle, _ left: inout CandleShare
    ) -> MatchedFill? {
        guard side == .buy ? candle.low < price : candle.high > price else { return nil }
        return fill(quantity, at: price, isMaker: true, &left)
    }

    /// What a resting stop of `side` (sell under a long position) meets: touched, half a spread beyond its
    /// trigger, or beyond the open where the candle began behind it; `nil` where it was not touched.
    public func met(_ side: Side, trigger: Price, in candle: Candle) -> Price? {
        guard side == .sell ? candle.low <= trigger : candle.high >= trigger else { return nil }
        let met = side == .sell ? min(candle.open, trigger) : max(candle.open, trigger)
        return max(spread.taken(side, at: met), spread.tickSize)
    }

    /// Fills what is left of a quantity at a price.
    public func fill(
        _ quantity: Quantity, at price: Price, isMaker: Bool, _ left: inout CandleShare
    ) -> MatchedFill? {
        let got = left.take(quantity, at: price, step: stepSize)
        return got.isPositive ? MatchedFill(got, at: price, isMaker: isMaker) : nil
    }
}
