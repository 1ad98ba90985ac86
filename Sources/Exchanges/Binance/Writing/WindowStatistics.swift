import Market

/// What the exchange tells of a window of time that moves on with the clock, mostly a day.
@frozen public struct WindowStatistics: BitwiseCopyable, Sendable, Hashable {
    /// The first moment of the window, and the last.
    public var openTime: Timestamp
    public var closeTime: Timestamp
    /// The window's trades as one candle.
    public var candle: ExchangeCandle
    /// The last trade's quantity.
    public var lastQuantity = Quantity.zero
    /// The price before the window.
    public var previousClose: Price
    public var bid = BookLevel()
    public var ask = BookLevel()

    public init(_ candle: ExchangeCandle, openTime: Timestamp, closeTime: Timestamp, previousClose: Price) {
        (self.candle, self.openTime, self.closeTime) = (candle, openTime, closeTime)
        self.previousClose = previousClose
    }

    /// How far the price moved.
    public var change: Price { candle.close - candle.open }

    /// The same in percent, at 1e-8.
    public var changePercent: Price {
        let share = multiplyDivide(change.raw, 100 * fixedPointScale, by: candle.open.raw, .nearest)
        return Price(raw: share ?? 0)
    }

    /// The average price by volume; the last price where nothing was traded.
    public var average: Price { candle.quoteVolume.average(per: candle.volume) ?? candle.close }
}
