import Market
import RiskMath
import Testing

/// How large a position may be.
struct SizingTests {
    @Test func `Kelly's fraction maximises the growth of capital`() {
        // scipy.optimize.minimize_scalar(lambda f: -(p*np.log1p(f*b) + (1-p)*np.log1p(-f))).x, that is
        // p - (1 - p) / b
        #expect(agrees(KellyFraction.of(winRate: 0.55, payoff: 1, share: 1), 0.1))
        #expect(agrees(KellyFraction.of(winRate: 0.4, payoff: 2.5, share: 1), 0.16))
        #expect(agrees(KellyFraction.of(winRate: 0.4, payoff: 2.5, share: 0.25), 0.04))
        #expect(KellyFraction.of(winRate: 0.9, payoff: 9, share: 1, cap: 0.2) == 0.2)
    }

    @Test func `Kelly bets nothing without an edge or on figures that are none`() {
        #expect(KellyFraction.of(winRate: 0.5, payoff: 1) == 0)
        #expect(KellyFraction.of(winRate: 0.1, payoff: 2) == 0)
        for bad in [Double.nan, -0.1, 1.1] { #expect(KellyFraction.of(winRate: bad, payoff: 2) == 0) }
        for bad in [Double.nan, 0, -1] { #expect(KellyFraction.of(winRate: 0.9, payoff: bad) == 0) }
        #expect(KellyFraction.of(winRate: 0.9, payoff: 2, share: .nan) == 0)
    }

    @Test func `what the levels keep is plain bytes without padding`() {
        func expectPlain<State: BitwiseCopyable>(_ type: State.Type) {
            #expect(MemoryLayout<State>.size == MemoryLayout<State>.stride, "\(type)")
        }
        expectPlain(Drawdown.self)
        expectPlain(SharpeRatio.self)
        expectPlain(ReturnWindow<100>.self)
    }
}
