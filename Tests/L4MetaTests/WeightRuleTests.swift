import Configuration
import Glibc
import Market
import Messages
import Testing

@testable import L4Meta

@Suite struct WeightRuleTests {
    let rule = WeightRule(MetaSettings())

    private func table(_ momentum: Double, _ reversion: Double, _ breakout: Double) -> [Double] {
        [momentum, reversion, breakout]
    }

    @Test func `merits multiply the prior exponentially`() {
        let target = rule.target(prior: table(0.5, 0.25, 0.25), merits: table(0, 2, 0))
        let sum = 0.75 + 0.25 * exp(1.0)
        #expect(abs(target[.meanReversion] - 0.25 * exp(1.0) / sum) < 1e-12)
        #expect(abs(target[.momentum] - 0.5 / sum) < 1e-12)
    }

    @Test(arguments: 0..<200)
    func `whatever the merits, weights sum to 1 within their bounds and steps`(seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        func random() -> Double {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Double(state % 10_001) / 10_000
        }
        var weights = rule.bounded(table(0.25, 0.25, 0.5))
        let prior = weights
        for _ in 0..<20 {
            let merits = table(random() * 16 - 8, random() * 16 - 8, random() * 16 - 8)
            let next = rule.step(from: weights, prior: prior, merits: merits)
            #expect(abs(next.sum - 1) < 1e-9, "seed \(seed)")
            for strategy in StrategyNames.documents.ids {
                #expect(next[strategy] >= 0.05 - 1e-9 && next[strategy] <= 0.80 + 1e-9, "seed \(seed)")
                #expect(abs(next[strategy] - weights[strategy]) <= 0.1 + 1e-9, "seed \(seed)")
            }
            weights = next
        }
    }
}
