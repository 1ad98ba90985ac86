import Market
import Messages

/// What a strategy may see beside the candle that it is given: everything is of the moment of that candle's
/// close, nothing later.
public struct MarketView: Sendable {
    /// The pair, and the length of the candles that it reads.
    public let symbol: SymbolID
    public let timeframe: Timeframe
    /// What is held of the pair, base asset, negative where short.
    public let position: Quantity
    /// L3's word on the pair.
    public let regime: Regime
    private let closed: ClosedCandles

    init(
        _ symbol: SymbolID, _ timeframe: Timeframe, position: Quantity, regime: Regime,
        _ closed: ClosedCandles
    ) {
        (self.symbol, self.timeframe, self.position, self.regime) = (symbol, timeframe, position, regime)
        self.closed = closed
    }

    /// The newest closed candle of any pair, on the minute or on a timeframe that some strategy of that pair
    /// reads; `nil` before the first. Pairs come one after the other: of a pair that stands behind in the
    /// safe list, the candle of this very moment comes later.
    public func candle(of symbol: SymbolID, _ timeframe: Timeframe) -> Candle? {
        closed[symbol, timeframe]
    }
}
