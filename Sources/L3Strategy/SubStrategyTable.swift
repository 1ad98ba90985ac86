import Messages

/// Which sub-strategies fit a regime: a size factor per strategy, one line each. 1 and more is on, below
/// is shrunk. H2's example: high volatility turns breakout on and shrinks mean reversion.
enum SubStrategyTable {
    private struct Factors {
        var trendLow: Double
        var trendHigh: Double
        var rangeLow: Double
        var rangeHigh: Double
    }

    private static func factors(of strategy: StrategyName) -> Factors {
        switch strategy {
        case .momentum: Factors(trendLow: 1.25, trendHigh: 1.00, rangeLow: 0.50, rangeHigh: 0.50)
        case .meanReversion: Factors(trendLow: 0.50, trendHigh: 0.25, rangeLow: 1.25, rangeHigh: 0.50)
        case .breakout: Factors(trendLow: 0.75, trendHigh: 1.25, rangeLow: 0.25, rangeHigh: 1.25)
        }
    }

    /// The factor of a strategy in a regime; 1 while the regime is unknown.
    static func factor(of strategy: StrategyName, in regime: Regime) -> Double {
        let factors = factors(of: strategy)
        return switch regime {
        case .unknown: 1
        case .trendLowVolatility: factors.trendLow
        case .trendHighVolatility: factors.trendHigh
        case .rangeLowVolatility: factors.rangeLow
        case .rangeHighVolatility: factors.rangeHigh
        }
    }
}
