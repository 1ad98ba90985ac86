import Configuration
import Indicators
import Market
import Messages

/// The user's breakout: buys a close above the highest high of the `lookback` candles before it, with
/// the candle's low as its stop; sells a close below their lowest low.
public struct Breakout: Strategy, BitwiseCopyable {
    private static let lookback = StrategyParameter.whole(
        "lookback", 20, in: StrategyParameters.periods, "candles of the channel")
    /// Its name in files and what it is set by.
    public static let kind = StrategyKind("breakout", .breakout, [lookback])

    private let lookback: Int
    private var channel: DonchianChannel

    public init(_ parameters: ParameterValues) {
        lookback = parameters.whole(Self.lookback)
        channel = DonchianChannel(period: Period(nearest: lookback))
    }

    public mutating func update(_ candle: Candle, _ view: MarketView) -> StrategySignal? {
        guard let channel = channel.update(Bar(candle)) else { return nil }
        let close = candle.close.double
        if close > channel.upper {
            let seen = Reasoning(.aboveChannel, close, channel.upper, Double(lookback))
            return signal(.buy, candle, excess: close - channel.upper, of: channel.width, seen)
        }
        if close < channel.lower {
            let seen = Reasoning(.belowChannel, close, channel.lower, Double(lookback))
            return signal(.sell, candle, excess: channel.lower - close, of: channel.width, seen)
        }
        return .hold
    }

    /// The confidence is 0.70 at the edge and rises with the way beyond it, in channel widths.
    private func signal(
        _ type: SignalType, _ candle: Candle, excess: Double, of width: Double, _ seen: Reasoning
    ) -> StrategySignal {
        StrategySignal(
            type, confidence: Confidence.rising(from: 0.70, by: width > 0 ? excess / width : 1),
            entryPrice: candle.close, stopLoss: type == .buy ? candle.low : candle.high,
            reasoning: seen)
    }
}
