import Configuration
import Indicators
import Market
import Messages

/// One symbol on one timeframe: its candle being built and what every decision on it needs. Its strategies
/// lie apart, by kind.
public struct Chart: BitwiseCopyable, Sendable {
    /// The length of its candles.
    public let timeframe: Timeframe
    private var builder: CandleBuilder
    private var atr: ATR
    private var volatility: RealisedVolatility
    /// Where its strategies stand among all, and where the next chart's do.
    private let firstExpert: Int
    private let endExpert: Int
    /// Closed candles so far.
    private(set) var count = 0
    /// What was last said of a close; `nil` before the first.
    var word: ChartWord?

    init(
        _ timeframe: Timeframe, _ parameters: StrategyParameters, volatilityPeriod: Int, experts: Range<Int>
    ) {
        self.timeframe = timeframe
        builder = CandleBuilder(timeframe)
        atr = ATR(period: Period(nearest: parameters.atrPeriod))
        volatility = RealisedVolatility(period: Period(nearest: volatilityPeriod), timeframe: timeframe)
        (firstExpert, endExpert) = (experts.lowerBound, experts.upperBound)
    }

    /// Where its strategies stand among all.
    var experts: Range<Int> { firstExpert..<endExpert }

    /// Takes the next closed minute; answers the candle that closes with it.
    mutating func add(_ minute: Candle) -> Candle? { builder.add(minute) }

    /// Takes a closed candle of its own; `nil` until its figures have warmed up.
    mutating func read(_ candle: Candle) -> Reading? {
        count += 1
        let range = atr.update(candle)
        let volatility = volatility.update(candle)
        guard let range, let volatility else { return nil }
        return Reading(candle: candle, atr: range, volatility: volatility)
    }

    /// The newest average true range, USDT; `nil` while warming up.
    public var currentATR: Double? { atr.value }
    /// The newest realised volatility, annual fraction; `nil` while warming up.
    public var currentVolatility: Double? { volatility.value }
}
