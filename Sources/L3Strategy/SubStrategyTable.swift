import Market
import Messages

/// Which sub-strategies fit a regime: a size factor per family, one line each. 1 and more is on, below
/// is shrunk. H2's example: high volatility turns breakout on and shrinks mean reversion.
enum SubStrategyTable {
    private struct Factors {
        var trendLow: Double
        var trendHigh: Double
        var rangeLow: Double
        var rangeHigh: Double
    }

    /// `nil` where the regime says nothing about a family.
    private static func factors(of family: StrategyFamily) -> Factors? {
        switch family {
        case .momentum: Factors(trendLow: 1.25, trendHigh: 1.00, rangeLow: 0.50, rangeHigh: 0.50)
        case .meanReversion: Factors(trendLow: 0.50, trendHigh: 0.25, rangeLow: 1.25, rangeHigh: 0.50)
        case .breakout: Factors(trendLow: 0.75, trendHigh: 1.25, rangeLow: 0.25, rangeHigh: 1.25)
        case .carry, .relativeValue, .pattern, .learned: nil
        }
    }

    /// The factor of a family in a regime; 1 while the regime is unknown, or says nothing about it.
    static func factor(of family: StrategyFamily, in regime: Regime) -> Double {
        guard let factors = factors(of: family) else { return 1 }
        return switch regime {
        case .unknown: 1
        case .trendLowVolatility: factors.trendLow
        case .trendHighVolatility: factors.trendHigh
        case .rangeLowVolatility: factors.rangeLow
        case .rangeHighVolatility: factors.rangeHigh
        }
    }
}
