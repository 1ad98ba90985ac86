import Market

/// What is made up where no data tells it: see docs/howto/exchange-sim.md.
public struct MarketModel: Sendable, Hashable {
    /// Trades that a candle is taken for, at most.
    public var tradesPerCandle: Int
    /// Levels of the book on each side.
    public var levels: Int
    /// Basis points from one level to the next behind the best.
    public var levelSpacing: Double
    /// Value of a level, USDT, on average.
    public var levelValue: Double

    public init(
        tradesPerCandle: Int = 60, levels: Int = 50, levelSpacing: Double = 0.5, levelValue: Double = 20_000
    ) {
        self.tradesPerCandle = max(4, tradesPerCandle)
        self.levels = max(1, levels)
        self.levelSpacing = max(0.01, levelSpacing)
        self.levelValue = max(1, levelValue)
    }
}
