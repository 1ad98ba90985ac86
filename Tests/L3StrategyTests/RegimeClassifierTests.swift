import Configuration
import Market
import Messages
import Testing

@testable import L3Strategy

@Suite struct RegimeClassifierTests {
    private func reading(_ adx: Double, _ percentile: Double) -> Reading {
        Reading(adx: adx, volatility: 0.5, volatilityPercentile: percentile, isAboveMean: true)
    }

    @Test func `between its two thresholds a regime stays what it was`() {
        let settings = StrategySettings()
        var classifier = RegimeClassifier()
        let steps: [(adx: Double, percentile: Double, regime: Regime, code: ReasonCode)] = [
            (22, 0.70, .rangeLowVolatility, .none),
            (25, 0.75, .rangeLowVolatility, .none),
            (26, 0.70, .trendLowVolatility, .regimeChanged),
            (21, 0.70, .trendLowVolatility, .none),
            (21, 0.80, .trendHighVolatility, .volatilityHigh),
            (19, 0.65, .rangeHighVolatility, .regimeChanged),
            (24, .nan, .rangeHighVolatility, .none),
            (24, 0.55, .rangeLowVolatility, .volatilityNormal),
            (30, 0.90, .trendHighVolatility, .volatilityHigh),
        ]
        for (place, step) in steps.enumerated() {
            let code = classifier.update(reading(step.adx, step.percentile), settings)
            #expect(classifier.regime == step.regime && code == step.code, "step \(place)")
        }
    }

    @Test func `high volatility turns breakout on and shrinks mean reversion`() {
        func factor(_ strategy: StrategyFamily, _ regime: Regime) -> Double {
            SubStrategyTable.factor(of: strategy, in: regime)
        }
        for regime in [Regime.trendHighVolatility, .rangeHighVolatility] {
            #expect(factor(.breakout, regime) >= 1 && factor(.meanReversion, regime) <= 0.5)
        }
        for regime in [Regime.trendLowVolatility, .rangeLowVolatility] {
            #expect(factor(.breakout, regime) < 1)
        }
        #expect(factor(.momentum, .trendLowVolatility) > 1 && factor(.momentum, .rangeLowVolatility) < 1)
        #expect(factor(.meanReversion, .rangeLowVolatility) > 1)
        #expect(factor(.meanReversion, .trendLowVolatility) < 1)
    }
}
