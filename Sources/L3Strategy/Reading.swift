/// What the indicators of one symbol say at a candle's close.
struct Reading: BitwiseCopyable, Sendable {
    /// Average directional index, 0 to 100.
    var adx = Double.nan
    /// Realised volatility, annual fraction.
    var volatility = Double.nan
    /// Rank of the volatility in its own past, 0 to 1; NaN while there is too little of it.
    var volatilityPercentile = Double.nan
    /// Whether the close is above the mean of the last closes.
    var isAboveMean = false
}
