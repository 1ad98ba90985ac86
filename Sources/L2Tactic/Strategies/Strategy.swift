import Configuration
import Market

/// A way to read one symbol's closed candles of one timeframe: plain state, no clock, no memory outside.
///
/// A new one is a file with this conformance, a case of `StrategyName`, and its line in
/// `StrategyCatalogue`, for which the compiler asks.
public protocol Strategy: BitwiseCopyable, Sendable {
    /// With the `params` of the safe list; what it doesn't know of them it leaves alone.
    init(_ parameters: StrategyParameters)

    /// Takes the next closed candle and says what it advises now; `nil` while it warms up.
    mutating func update(_ candle: Candle) -> StrategySignal?
}
