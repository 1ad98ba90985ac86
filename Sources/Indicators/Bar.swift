import Market

public import Market

/// High, low and close of a candle as numbers, converted once for all indicators of a timeframe.
@frozen public struct Bar: BitwiseCopyable, Sendable, Hashable {
    /// The highest price.
    public var high: Double
    /// The lowest price.
    public var low: Double
    /// The last price.
    public var close: Double

    /// Three figures in one unit, the quote currency.
    @inlinable public init(high: Double, low: Double, close: Double) {
        self.high = high
        self.low = low
        self.close = close
    }

    /// The figures of a closed candle, in the quote currency.
    public init(_ candle: Candle) {
        self.init(high: candle.high.double, low: candle.low.double, close: candle.close.double)
    }

    var isUsable: Bool { high.isUsable && low.isUsable && close.isUsable }

    /// The range of this bar together with the gap from the previous close: Wilder (1978), "New
    /// Concepts in Technical Trading Systems".
    func trueRange(after previousClose: Double) -> Double {
        max(high, previousClose) - min(low, previousClose)
    }
}
