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

    @Test func `trade statistics agree with numpy, plain and decayed`() {
        var (plain, decayed) = (TradeStatistics(), TradeStatistics(halfLife: 3))
        #expect(plain.winRate == nil && plain.payoff == nil && plain.profitFactor == nil)
        for value in returns {
            plain.update(value)
            decayed.update(value)
            decayed.update(.nan)
        }
        // win = r > 0; win.mean(); r[win].mean() / -r[~win].mean(); r[win].sum() / -r[~win].sum()
        #expect(agrees(plain.winRate, 0.6))
        #expect(agrees(plain.payoff, 0.6844444444444444))
        #expect(agrees(plain.profitFactor, 1.0266666666666664))
        // w = 0.5 ** (np.arange(9, -1, -1) / 3); (w * win).sum() / w.sum(); and the same with w
        #expect(agrees(decayed.winRate, 0.6715145949473489))
        #expect(agrees(decayed.payoff, 0.48128195385846545))
        #expect(agrees(decayed.profitFactor, 0.9838728032648337))
    }

    @Test func `a record without a loss has an infinite profit factor and no payoff`() {
        var record = TradeStatistics()
        record.update(2)
        #expect(record.profitFactor == .infinity && record.payoff == nil && record.winRate == 1)
    }

    @Test(arguments: [0, -1, .nan, .infinity] as [Double])
    func `a half-life must be positive`(value: Double) {
        #expect(throws: RiskMathError.self) { try HalfLife(value) }
    }
}
