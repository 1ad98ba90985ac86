import Configuration
import Indicators
import Market
import Messages

/// Follows a trend from its beginning: a cross of a fast over a slow exponential average, once the slow
/// one slopes the same way and the RSI leans to that side without being exhausted.
///
/// Each cross leads to one signal at most: at the cross, or at the first later candle at which the
/// filters agree, as long as the averages have not crossed back.
public struct Momentum: Strategy, BitwiseCopyable {
    private static let maFast = StrategyParameter.whole(
        "ma_fast", 10, in: StrategyParameters.periods, "candles of the fast average")
    private static let maSlow = StrategyParameter.whole(
        "ma_slow", 30, in: StrategyParameters.periods, "candles of the slow average")
    /// Its name in files and what it is set by.
    public static let kind = StrategyKind(
        "momentum", .momentum, [maFast, maSlow, .rsiPeriod, .rsiOversold, .rsiOverbought, .atrPeriod],
        rising: [[maFast, maSlow], [.rsiOversold, .rsiOverbought]])

    private let overbought: Double
    private let oversold: Double
    private var fast: EMA
    private var slow: EMA
    private var rsi: RSI
    private var atr: ATR
    /// +1 where the fast average was last above the slow one, −1 below, 0 not known yet.
    private var order: Int
    /// The cross that still waits for its filters: +1 up, −1 down, 0 none.
    private var waiting: Int

    public init(_ parameters: ParameterValues) {
        overbought = parameters[.rsiOverbought]
        oversold = parameters[.rsiOversold]
        fast = EMA(period: Period(nearest: parameters.whole(Self.maFast)))
        slow = EMA(period: Period(nearest: parameters.whole(Self.maSlow)))
        rsi = RSI(period: Period(nearest: parameters.whole(.rsiPeriod)))
        atr = ATR(period: Period(nearest: parameters.whole(.atrPeriod)))
        order = 0
        waiting = 0
    }

    public mutating func update(_ candle: Candle, _ view: MarketView) -> StrategySignal? {
        let bar = Bar(candle)
        let (fastBefore, slowBefore) = (fast.value, slow.value)
        let (fastNow, slowNow) = (fast.update(bar.close), slow.update(bar.close))
        let (strength, range) = (rsi.update(bar.close), atr.update(bar))
        guard let fastNow, let slowNow, let fastBefore, let slowBefore, let strength, let range else {
            return nil
        }
        watchCross(fastNow - slowNow)
        let slope = slowNow - slowBefore
        guard waiting != 0, agrees(slope: slope, strength: strength) else { return .hold }
        defer { waiting = 0 }
        let seen = Reasoning(
            waiting > 0 ? .averagesCrossedUp : .averagesCrossedDown, fastNow, slowNow, strength)
        return signal(candle, speed: fastNow - fastBefore, range: range, seen)
    }

    private mutating func watchCross(_ difference: Double) {
        let now = difference > 0 ? 1 : difference < 0 ? -1 : order
        if order != 0, now != order { waiting = now }
        order = now
    }

    private func agrees(slope: Double, strength: Double) -> Bool {
        waiting > 0
            ? slope > 0 && strength > 50 && strength < overbought
            : slope < 0 && strength < 50 && strength > oversold
    }

    /// The confidence rises with the fast average's speed in ATR per candle.
    private func signal(
        _ candle: Candle, speed: Double, range: Double, _ seen: Reasoning
    ) -> StrategySignal {
        let confidence = Confidence.rising(from: 0.62, by: range > 0 ? abs(speed) / range : 0)
        let stop = Price(candle.close.double - Double(waiting) * 2 * range) ?? .absent
        return StrategySignal(
            waiting > 0 ? .buy : .sell, confidence: confidence, entryPrice: candle.close, stopLoss: stop,
            reasoning: seen)
    }
}
