import Configuration
import Market
import Messages
import TestSupport
import Testing

/// The hierarchy document's examples, through the whole system.
@Suite struct MarketChangeTests {
    /// H2: high volatility turns breakout on and shrinks mean reversion.
    @Test func `high volatility moves L3's targets, and L2 votes by them`() throws {
        var settings = try Settings.standard.alone("BTC/USDT")
        settings.strategy.volatilityHistory = 40
        let house = House(settings)
        var random = SeededGenerator(seed: 7)
        for minute in 0..<2_000 {
            // Ever calmer, then a storm: the rank of volatility among its past is clear.
            let size = minute < 1_800 ? 0.0008 - 0.0006 * Double(minute) / 1_800 : 0.004
            house.minute([house.prices[0] * (1 + Double.random(in: -size...size, using: &random))])
        }
        let storm = House.start + .minutes(1_800)
        let calm = try #require(house.log.targets(before: storm).last)
        let wild = try #require(house.log.targets(from: storm).first)
        #expect(!calm.regime.isHighVolatility && wild.regime.isHighVolatility && wild.code == .volatilityHigh)
        #expect(wild.multipliers[.breakout] > 1 && wild.multipliers[.breakout] > calm.multipliers[.breakout])
        #expect(wild.multipliers[.meanReversion] < 1)
        #expect(wild.maxRisk < calm.maxRisk)
    }

    /// H1: mean reversion loses its edge, its weight falls and the capital moves on.
    @Test func `a fading strategy loses its weight to the others`() throws {
        var settings = try Settings.standard.alone("ETH/USDT")
        // This quiet market's moves are small beside the costs: trade them all the same.
        settings.tactic.maxCostShare = 10
        let house = House(settings)
        var random = SeededGenerator(seed: 11)
        for round in 0..<24 {
            let side = round % 2 == 0 ? -1.0 : 1.0
            for minute in 0..<300 {
                let noise = Double.random(in: -0.0005...0.0005, using: &random)
                house.minute([house.prices[0] * (1 + noise + Self.jump(minute) * side)])
            }
        }
        let updates = house.log.updates
        let fading = updates.filter { $0.strategy == .meanReversion && $0.reason.code == .strategyFading }
        #expect(fading.count > 3 && fading.allSatisfy { $0.weight < $0.previousWeight && $0.score < 0 })
        let start = try #require(updates.first { $0.strategy == .meanReversion }).weight
        // The lowest, not the last: a strategy that no longer trades drifts back to where it began.
        let lowest = try #require(updates.filter { $0.strategy == .meanReversion }.map(\.weight).min())
        #expect(start == 0.5 && lowest < 0.42, "lowest \(lowest)")
        let capital = updates.filter { $0.strategy == .breakout }.map(\.weight)
        let gained = try #require(capital.max()) - (try #require(capital.first))
        #expect(gained > 0.15, "gained \(gained)")
        // L2 votes by the new weights: the same regime's factor, another share.
        let votes = house.log.plans.map { abs($0.sources[.breakout]) }.filter { $0 > 0 }
        #expect(try #require(votes.last) > 1.5 * (try #require(votes.first)))
    }

    /// What leaves its band, and does not come back.
    private static func jump(_ minute: Int) -> Double {
        switch minute {
        case 200..<205: 0.0015
        case 210..<220: 0.002
        default: 0
        }
    }
}
