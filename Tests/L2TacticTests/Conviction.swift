import Configuration
import Indicators
import Market
import Messages

@testable import L2Tactic

/// Follows a candle that is longer than usual and closes at its very end.
public struct Conviction: Strategy, BitwiseCopyable {
    private static let period = StrategyParameter.whole(
        "atr_period", 14, in: 2...256, "candles of the usual range")
    public static let kind = StrategyKind("conviction", .momentum, [period])

    private var atr: ATR

    public init(_ parameters: ParameterValues) {
        atr = ATR(period: Period(nearest: parameters.whole(Self.period)))
    }

    public mutating func update(_ candle: Candle, _ view: MarketView) -> StrategySignal? {
        guard let usual = atr.update(Bar(candle)) else { return nil }
        let range = candle.high.double - candle.low.double
        guard range > usual else { return .hold }
        let type: SignalType = candle.close == candle.high ? .buy : candle.close == candle.low ? .sell : .hold
        return StrategySignal(
            type, confidence: 0.65, entryPrice: candle.close,
            stopLoss: type == .buy ? candle.low : candle.high, reasoning: Reasoning(.figures, range, usual))
    }
}
