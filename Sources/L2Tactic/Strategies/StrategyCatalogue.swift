import Configuration
import Market
import Messages

/// The strategies of one symbol and timeframe, each in its own type: no existential, nothing allocated.
/// A new strategy is a line in each of the three places; the compiler names those that are missing.
public struct StrategyCatalogue: BitwiseCopyable, Sendable {
    private var momentum: Momentum
    private var meanReversion: MeanReversion
    private var breakout: Breakout

    public init(_ parameters: StrategyParameters) {
        momentum = Momentum(parameters)
        meanReversion = MeanReversion(parameters)
        breakout = Breakout(parameters)
    }

    /// Gives the next closed candle to one strategy; `nil` while it warms up.
    public mutating func update(_ strategy: StrategyName, _ candle: Candle) -> StrategySignal? {
        switch strategy {
        case .momentum: momentum.update(candle)
        case .meanReversion: meanReversion.update(candle)
        case .breakout: breakout.update(candle)
        }
    }

    /// Gives the next closed candle to all; `nil` until the last of them has warmed up.
    public mutating func update(_ candle: Candle) -> StrategyRow<StrategySignal>? {
        var signals = StrategyRow(repeating: StrategySignal.hold)
        var isReady = true
        for strategy in StrategyName.all {
            if let signal = update(strategy, candle) { signals[strategy] = signal } else { isReady = false }
        }
        return isReady ? signals : nil
    }
}
