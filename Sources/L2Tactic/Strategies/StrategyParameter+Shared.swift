import Configuration

/// What several kinds are set by, under the documents' names.
extension StrategyParameter {
    static let rsiPeriod = whole("rsi_period", 14, in: StrategyParameters.periods, "candles of the RSI")
    static let rsiOversold = number("rsi_oversold", 30, in: 0...100, "RSI below which a market is oversold")
    static let rsiOverbought = number(
        "rsi_overbought", 70, in: 0...100, "RSI above which a market is overbought")
    static let atrPeriod = whole("atr_period", 14, in: StrategyParameters.periods, "candles of the ATR")
}
