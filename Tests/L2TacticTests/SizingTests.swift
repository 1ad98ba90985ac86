import Configuration
import Market
import Messages
import Testing

@testable import L2Tactic

@Suite struct SizingTests {
    /// Caps far away, so that a case brings one of them near.
    private static var wide: Sizing {
        Sizing(
            equity: 10_000, volatility: 0.5, targetVolatility: 5, stopFraction: 0.01, kelly: 0.5,
            maxRisk: 0.5,
            maxPosition: 1e6, leverage: 20, netExposure: 50, liquidity: 1e6)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let cap: SizeCap
        let value: Double
        let change: @Sendable (inout Sizing) -> Void
        var testDescription: String { cap.name }
    }

    @Test(arguments: [
        Case(cap: .volatilityTarget, value: 4000) { $0.targetVolatility = 0.2 },
        Case(cap: .kelly, value: 2000) { $0.kelly = 0.002 },
        Case(cap: .atrRisk, value: 5000) { $0.maxRisk = 0.005 },
        Case(cap: .maxPosition, value: 300) { $0.maxPosition = 300 },
        Case(cap: .leverage, value: 10_000) { $0.leverage = 1 },
        Case(cap: .assetRisk, value: 1000) { $0.netExposure = 0.1 },
        Case(cap: .liquidity, value: 50) { $0.liquidity = 50 },
    ])
    func `the smallest cap decides and is named`(example: Case) {
        var sizing = Self.wide
        example.change(&sizing)
        let (cap, value) = sizing.smallest
        #expect(cap == example.cap && abs(value - example.value) < 1e-9)
    }

    @Test func `two pairs of different volatility risk the same money`() {
        var (calm, wild) = (Self.wide, Self.wide)
        (calm.maxRisk, wild.maxRisk, wild.stopFraction) = (0.005, 0.005, 0.04)
        #expect(calm.smallest.value * calm.stopFraction == wild.smallest.value * wild.stopFraction)
    }

    @Test func `nothing known gives nothing`() {
        #expect(Sizing().smallest.value == 0)
    }
}
