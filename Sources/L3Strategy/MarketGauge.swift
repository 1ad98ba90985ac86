import Configuration
import Indicators
import Market

/// The candle being built and the indicators of one symbol.
struct MarketGauge: BitwiseCopyable, Sendable {
    /// The part of the volatility's history that is enough for a first rank.
    static let provisionalShare = 4

    private var builder: CandleBuilder
    private var adx: ADX
    private var volatility: RealisedVolatility
    private var percentile: RollingPercentile
    /// Ranks in a shorter past while the long one fills.
    private var provisional: RollingPercentile
    private var mean: SMA

    init(_ settings: StrategySettings) {
        let period = Period(clamping: settings.volatilityPeriod)
        builder = CandleBuilder(settings.timeframe)
        adx = ADX(period: Period(clamping: settings.adxPeriod))
        volatility = RealisedVolatility(period: period, timeframe: settings.timeframe)
        percentile = RollingPercentile(period: Period(clamping: settings.volatilityHistory))
        provisional = RollingPercentile(
            period: Period(clamping: settings.volatilityHistory / Self.provisionalShare))
        mean = SMA(period: period)
    }

    /// Takes the next closed minute; answers the candle that closes with it.
    mutating func add(_ minute: Candle) -> Candle? { builder.add(minute) }

    /// Takes a closed candle; `nil` while trend and volatility warm up.
    mutating func read(_ candle: Candle) -> Reading? {
        let direction = adx.update(candle)
        let spread = volatility.update(candle)
        let average = mean.update(candle)
        guard let spread else { return nil }
        let rank = rank(spread)
        guard let direction, let average else { return nil }
        return Reading(
            adx: direction.adx, volatility: spread, volatilityPercentile: rank ?? .nan,
            isAboveMean: candle.close.double > average)
    }

    private mutating func rank(_ volatility: Double) -> Double? {
        let short = provisional.update(volatility)
        return percentile.update(volatility) ?? short
    }
}
