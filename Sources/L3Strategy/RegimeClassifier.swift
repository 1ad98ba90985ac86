import Configuration
import Messages

/// Trend or range by ADX (Wilder 1978), high or low volatility by its rank in its own past; both with
/// hysteresis, so that a figure at its threshold doesn't make the regime flap.
struct RegimeClassifier: BitwiseCopyable, Sendable {
    private(set) var isTrending = false
    private(set) var isVolatile = false

    var regime: Regime { Regime(trending: isTrending, highVolatility: isVolatile) }

    /// Takes a reading; answers what changed, the volatility first, or `none`.
    mutating func update(_ reading: Reading, _ settings: StrategySettings) -> ReasonCode {
        let before = self
        isTrending = reading.adx > (isTrending ? settings.trendLeave : settings.trendEnter)
        // While the rank is unknown the market counts as it did.
        if reading.volatilityPercentile.isFinite {
            isVolatile = reading.volatilityPercentile > (isVolatile ? settings.highLeave : settings.highEnter)
        }
        if isVolatile != before.isVolatile { return isVolatile ? .volatilityHigh : .volatilityNormal }
        return isTrending != before.isTrending ? .regimeChanged : .none
    }
}
