import Configuration
import Market
import Stages

/// How many closed candles a pair needs before it can be decided on.
public enum WarmUpLength {
    /// Those that a pair's figures on a timeframe wait for, and the first of its strategies with them.
    /// - Parameter limit: what is given up at, where even so many are too few.
    public static func candles(
        _ symbol: SymbolID, _ timeframe: Timeframe, _ settings: Settings,
        _ catalogue: StrategyCatalogue = .shipped, limit: Int
    ) -> Int {
        var table = ExpertTable(catalogue)
        let experts = table.add(symbol, timeframe, settings, StrategyRows(settings))
        var chart = Chart(
            timeframe, settings[symbol].parameters, volatilityPeriod: settings.strategy.volatilityPeriod,
            experts: experts)
        let view = MarketView(
            symbol, timeframe, position: .zero, regime: .unknown,
            ClosedCandles(symbols: settings.symbols.count))
        for count in 1...max(1, limit) {
            let price = Price(1000 + count % 7)
            let candle = Candle(
                openTime: .zero, closeTime: .zero, open: price, high: price, low: price, close: price,
                volume: 1, quoteVolume: 1)
            let reading = chart.read(candle)
            let spoke = experts.filter { table.update($0, candle, view) != nil }
            if reading != nil, !spoke.isEmpty || experts.isEmpty { return count }
        }
        return limit
    }
}
