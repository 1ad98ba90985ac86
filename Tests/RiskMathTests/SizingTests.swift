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

    @Test func `the volatility target shrinks what moves too much`() {
        #expect(VolatilityTarget.fraction(target: 0.2, realised: 0.8) == 0.25)
        #expect(VolatilityTarget.fraction(target: 0.2, realised: 0.1) == 1)
        #expect(VolatilityTarget.fraction(target: 0.2, realised: 0.1, cap: 3) == 2)
        #expect(VolatilityTarget.fraction(target: 0.2, realised: 0) == 1)
        for bad in [Double.nan, -1, .infinity] {
            #expect(VolatilityTarget.fraction(target: 0.2, realised: bad) == 0)
            #expect(VolatilityTarget.fraction(target: bad, realised: 0.2) == 0)
        }
    }

    @Test func `a stop so many ranges away loses the risk allowed`() {
        // $100 at risk, ATR $500, stop 2 ranges away: 0.1 BTC
        let size = AtrPositionSize.quantity(maximumRisk: Money(100), atr: 500, multiplier: 2)
        #expect(size == Quantity(0.1))
        // Rounded down, never above the risk: 1 / 3
        let third = AtrPositionSize.quantity(maximumRisk: Money(1), atr: 1.5, multiplier: 2)
        #expect(third == Quantity(raw: 33_333_333))
    }

    @Test func `without a range there is no size`() {
        for bad in [Double.nan, 0, -1, .infinity, 1e-12] {
            #expect(AtrPositionSize.quantity(maximumRisk: Money(100), atr: bad, multiplier: 2) == nil)
            #expect(AtrPositionSize.quantity(maximumRisk: Money(100), atr: 5, multiplier: bad) == nil)
        }
        #expect(AtrPositionSize.quantity(maximumRisk: Money(-1), atr: 5, multiplier: 2) == nil)
    }

    @Test func `exposure counts both ways, gross and net`() {
        var exposure = Exposure()
        exposure.add(Money(500))
        exposure.add(Money(-600))
        #expect(exposure.grossFraction(of: Money(10_000)) == 0.11)
        #expect(exposure.netFraction(of: Money(10_000)) == -0.01)
        #expect(Exposure().grossFraction(of: .zero) == 0)
        #expect(exposure.grossFraction(of: .zero) == .infinity)
        #expect(exposure.netFraction(of: Money(-1)) == -.infinity)
    }

    @Test func `what the levels keep is plain bytes without padding`() {
        func expectPlain<State: BitwiseCopyable>(_ type: State.Type) {
            #expect(MemoryLayout<State>.size == MemoryLayout<State>.stride, "\(type)")
        }
        expectPlain(Drawdown.self)
        expectPlain(Exposure.self)
        expectPlain(SharpeRatio.self)
        expectPlain(TradeStatistics.self)
        expectPlain(ReturnWindow<100>.self)
    }
}
