import Configuration
import Market
import Messages
import Testing
import TestSupport

@testable import Hosting

/// The hierarchy document's examples, through the whole system.
@Suite struct MarketChangeTests {
    /// H2: high volatility turns breakout on and shrinks mean reversion.
    @Test func `high volatility moves L3's targets, and L2 votes by them`() throws {
        var settings = try Settings.standard.alone("BTC/USDT")
        settings.strategy.volatilityHistory = 40
        let house = House(settings)
        var random = SeededGenerator(seed: 7)
        for minute in 0..<2_400 {
            // A swing of some hours, and noise that is first small and then large.
            let size = minute < 1_800 ? 0.0004 : 0.004
            house.minute([house.prices[0] * (1 + Double.random(in: -size...size, using: &random))])
        }
        let targets = house.log.targets
        print(targets.map { "\($0.regime.name) \($0.volatilityPercentile) \($0.code)" }, house.log.frames.count)
        print(house.prices, house.time, house.log.frames.suffix(6).map { "\($0.time) \($0.message)" }.joined(separator: "\n"))
        print(house.log.targets.map { "\($0)" }.suffix(1))
        let calm = try #require(targets.last { !$0.regime.isHighVolatility && $0.regime != .unknown })
        let wild = try #require(targets.first { $0.regime.isHighVolatility && $0.volatilityPercentile > 0.9 })
        #expect(wild.multipliers[.breakout] > calm.multipliers[.breakout])
        #expect(wild.multipliers[.meanReversion] < calm.multipliers[.meanReversion])
        #expect(wild.maxRisk < calm.maxRisk)
        print(targets.map { "\($0.regime.name) \($0.volatilityPercentile) \($0.code)" })
        print(house.log.plans.count, house.log.reports.count)
    }

    /// H1: mean reversion loses its edge, its weight falls and the capital moves on.
    @Test func `a fading strategy loses its weight to the others`() throws {
        var settings = try Settings.standard.alone("ETH/USDT")
        settings.meta.minTrades = 3
        let house = House(settings)
        var random = SeededGenerator(seed: 11)
        for _ in 0..<24 {
            for minute in 0..<300 {
                let drift = minute < 180 ? 0 : -0.0004
                house.minute([house.prices[0] * (1 + drift + Double.random(in: -0.0005...0.0005, using: &random))])
            }
        }
        for u in house.log.updates where u.weight != u.previousWeight { print(u.strategy, u.previousWeight, u.weight, u.score, u.trades, u.reason.text) }
        print(house.log.plans.count, house.log.reports.count, house.log.fills.count)
    }
}
