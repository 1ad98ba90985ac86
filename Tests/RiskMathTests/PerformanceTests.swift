import RiskMath
import Testing

/// Ratios of returns and trades against numpy and pandas.
struct PerformanceTests {
    @Test func `Sharpe agrees with numpy`() {
        var sharpe = SharpeRatio(periodsPerYear: 365)
        for value in returns { sharpe.update(value) }
        // r.mean() / r.std(ddof=1) * np.sqrt(365)
        #expect(agrees(sharpe.value, 0.19207688824349614))
    }

    @Test func `the decayed Sharpe agrees with pandas`() {
        var sharpe = SharpeRatio(periodsPerYear: 365, halfLife: 3)
        for value in returns { sharpe.update(value) }
        // e = pd.Series(r).ewm(halflife=3, adjust=True); e.mean().iloc[-1]; e.var().iloc[-1]
        #expect(agrees(sharpe.returns.mean, -0.0001239777276774008))
        #expect(agrees(sharpe.returns.variance, 0.0004407050817128344))
        // e.mean().iloc[-1] / e.std().iloc[-1] * np.sqrt(365)
        #expect(agrees(sharpe.value, -0.11282778835241931))
    }

    @Test func `there is no Sharpe without a spread, and bad returns are ignored`() {
        var sharpe = SharpeRatio(periodsPerYear: 1)
        #expect(sharpe.update(0.5) == nil)
        #expect(sharpe.update(0.5) == nil)
        for bad in [Double.nan, .infinity, -.infinity, 1e300] { #expect(sharpe.update(bad) == nil) }
        #expect(sharpe.returns.count == 2)
        #expect(agrees(sharpe.update(0.2), 0.4 / 0.03.squareRoot()))
    }

    @Test func `a million returns leave no drift`() {
        var moments = DecayedMoments.undecayed
        for index in 0..<1_000_000 { moments.update(index % 2 == 0 ? 1.01 : 0.99) }
        #expect(abs(moments.mean - 1) < 1e-9)
        #expect(abs(moments.variance! / 1e-4 - 1) < 1e-5)
    }

    @Test(arguments: [0, -1, .nan, .infinity] as [Double])
    func `a half-life must be positive`(value: Double) {
        #expect(throws: RiskMathError.self) { try HalfLife(value) }
    }
}
