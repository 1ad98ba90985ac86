import Market

/// What a chart says at a candle's close.
public struct Reading: BitwiseCopyable, Sendable {
    /// The candle that closed.
    public var candle: Candle
    /// Average true range, USDT.
    public var atr: Double
    /// Realised volatility, annual fraction.
    public var volatility: Double
}
