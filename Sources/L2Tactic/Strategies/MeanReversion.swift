import Configuration
import Indicators
import Market
import Messages

/// Bets on the way back: a close outside the Bollinger bands while the RSI is oversold or overbought.
public struct MeanReversion: Strategy, BitwiseCopyable {
    private static let bbPeriod = StrategyParameter.whole(
        "bb_period", 20, in: StrategyParameters.periods, "candles of the Bollinger bands")
    private static let bbStd = StrategyParameter.number(
        "bb_std", 2, in: 0.1...10, "width of the Bollinger bands, standard deviations")
    /// Its name in files and what it is set by.
    public static let kind = StrategyKind(
        "mean_reversion", .meanReversion,
        [bbPeriod, bbStd, .rsiPeriod, .rsiOversold, .rsiOverbought, .atrPeriod],
        rising: [[.rsiOversold, .rsiOverbought]])

    private let overbought: Double
    private let oversold: Double
    private var bands: BollingerBands
    private var rsi: RSI
    private var atr: ATR

    public init(_ parameters: ParameterValues) {
        overbought = parameters[.rsiOverbought]
        oversold = parameters[.rsiOversold]
        let period = Period(nearest: parameters.whole(Self.bbPeriod))
        bands =
            (try? BollingerBands(period: period, deviations: parameters[Self.bbStd]))
            ?? BollingerBands(period: period)
        rsi = RSI(period: Period(nearest: parameters.whole(.rsiPeriod)))
        atr = ATR(period: Period(nearest: parameters.whole(.atrPeriod)))
    }

    public mutating func update(_ candle: Candle, _ view: MarketView) -> StrategySignal? {
        let bar = Bar(candle)
        let (bands, strength, range) = (bands.update(bar.close), rsi.update(bar.close), atr.update(bar))
        guard let bands, let strength, let range else { return nil }
        let position = bands.position(of: bar.close)
        if position < 0, strength < oversold {
            let depth = -position + (oversold - strength) / oversold
            let seen = Reasoning(.belowLowerBand, bar.close, bands.lower, strength)
            return signal(.buy, candle, depth: depth, range: range, seen)
        }
        if position > 1, strength > overbought {
            let exhaustion = (strength - overbought) / (100 - overbought)
            let seen = Reasoning(.aboveUpperBand, bar.close, bands.upper, strength)
            return signal(.sell, candle, depth: position - 1 + exhaustion, range: range, seen)
        }
        return .hold
    }

    /// The confidence rises with the way outside the band, in band widths, and the RSI's excess.
    private func signal(
        _ type: SignalType, _ candle: Candle, depth: Double, range: Double, _ seen: Reasoning
    ) -> StrategySignal {
        StrategySignal(
            type, confidence: Confidence.rising(from: 0.62, by: depth), entryPrice: candle.close,
            stopLoss: Price(candle.close.double - type.direction * 2 * range) ?? .absent,
            reasoning: seen)
    }
}
