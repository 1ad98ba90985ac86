import Market

/// Fills on closed candles, where nothing is known of the path inside one.
///
/// Assumes the worst order of events: the stop before the target where both were touched, a stop at
/// the candle's open where the market gapped through it, a target never better than its price.
@frozen public struct CandleMatch: BitwiseCopyable, Sendable {
    public let spread: SpreadModel
    public let volume: VolumeModel
    public let stepSize: Quantity

    public init(spread: SpreadModel, volume: VolumeModel, stepSize: Quantity) {
        self.spread = spread
        self.volume = volume
        self.stepSize = stepSize
    }

    /// A market order that waited for this candle: at its open ± half the spread, as much as its volume
    /// gives; `nil` where it gives nothing.
    public func market(_ side: Side, _ quantity: Quantity, in candle: Candle) -> MatchedFill? {
        let price = spread.taken(side, at: candle.open)
        let available = volume.available(quantity, in: candle, at: candle.open, step: stepSize)
        return available.isPositive && price.isPositive ? MatchedFill(available, at: price) : nil
    }

    /// A limit order that rests: at its price, where the candle traded through it (a mere touch fills
    /// those who stood before us).
    public func limit(
        _ side: Side, _ quantity: Quantity, at price: Price, in candle: Candle
    ) -> MatchedFill? {
        guard side == .buy ? candle.low < price : candle.high > price else { return nil }
        let available = volume.available(quantity, in: candle, at: price, step: stepSize)
        return available.isPositive ? MatchedFill(available, at: price, isMaker: true) : nil
    }

    /// A resting stop of `side` (sell under a long position): touched, it takes the whole quantity half
    /// a spread beyond its trigger, or beyond the open where the candle began behind it.
    public func stop(_ side: Side, _ quantity: Quantity, trigger: Price, in candle: Candle) -> MatchedFill? {
        guard side == .sell ? candle.low <= trigger : candle.high >= trigger else { return nil }
        let met = side == .sell ? min(candle.open, trigger) : max(candle.open, trigger)
        return MatchedFill(quantity, at: max(spread.taken(side, at: met), spread.tickSize))
    }

    /// A resting target of `side`: touched, the whole quantity at its own price, as a maker.
    public func target(
        _ side: Side, _ quantity: Quantity, trigger: Price, in candle: Candle
    ) -> MatchedFill? {
        guard side == .sell ? candle.high >= trigger : candle.low <= trigger else { return nil }
        return MatchedFill(quantity, at: trigger, isMaker: true)
    }
}
