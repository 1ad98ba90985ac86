import Configuration
import Indicators
import Market
import Messages

/// One symbol on one timeframe: its candle being built, its indicators and its strategies.
public struct Chart: BitwiseCopyable, Sendable {
    /// The length of its candles.
    public let timeframe: Timeframe
    private var builder: CandleBuilder
    private var atr: ATR
    private var volatility: RealisedVolatility
    private var strategies: StrategyCatalogue
    /// Closed candles so far.
    private(set) var count = 0
    /// What was last said of a close; `nil` before the first.
    var word: ChartWord?

    init(_ timeframe: Timeframe, _ parameters: StrategyParameters, volatilityPeriod: Int) {
        self.timeframe = timeframe
        builder = CandleBuilder(timeframe)
        atr = ATR(period: Period(nearest: parameters.atrPeriod))
        volatility = RealisedVolatility(period: Period(nearest: volatilityPeriod), timeframe: timeframe)
        strategies = StrategyCatalogue(parameters)
    }

    /// Takes the next closed minute; answers the candle that closes with it.
    mutating func add(_ minute: Candle) -> Candle? { builder.add(minute) }

    /// Takes a closed candle of its own; `nil` until everything has warmed up.
    mutating func read(_ candle: Candle) -> Reading? {
        count += 1
        let range = atr.update(candle)
        let volatility = volatility.update(candle)
        let signals = strategies.update(candle)
        guard let range, let volatility, let signals else { return nil }
        return Reading(candle: candle, atr: range, volatility: volatility, signals: signals)
    }

    /// Closed candles from which a pair can be decided on: those that its slowest indicator waits for.
    /// - Parameter limit: what is given up at, where even so many are too few.
    public static func candlesToDecide(
        _ parameters: StrategyParameters, volatilityPeriod: Int, limit: Int
    ) -> Int {
        var chart = Chart(.m1, parameters, volatilityPeriod: volatilityPeriod)
        for count in 1...max(1, limit) {
            let price = Price(1000 + count % 7)
            let candle = Candle(
                openTime: .zero, closeTime: .zero, open: price, high: price, low: price, close: price,
                volume: 1, quoteVolume: 1)
            if chart.read(candle) != nil { return count }
        }
        return limit
    }

    /// The newest average true range, USDT; `nil` while warming up.
    public var currentATR: Double? { atr.value }
    /// The newest realised volatility, annual fraction; `nil` while warming up.
    public var currentVolatility: Double? { volatility.value }
}
