import Market
import RiskMath
import Testing

/// Drawdown, value at risk and expected shortfall.
struct LossTests {
    @Test func `drawdown follows the peak`() {
        var drawdown = Drawdown(startingAt: Money(1000))
        // eq = [1000, 1100, 1045, 990, 1210, 1089]; pk = np.maximum.accumulate(eq); (pk - eq) / pk
        let falls = [1000, 1100, 1045, 990, 1210, 1089].map { drawdown.update(equity: Money($0)) }
        #expect(falls == [0, 0, 0.05, 0.1, 0, 0.1])
        #expect(drawdown.maximum == 0.1 && drawdown.peak == Money(1210))
        #expect(drawdown.update(equity: Money(-121)) == 1.1)
    }

    @Test func `an account that never had money has no drawdown`() {
        var drawdown = Drawdown(startingAt: .zero)
        #expect(drawdown.update(equity: Money(-5)) == 0)
    }

    @Test func `value at risk and shortfall agree with numpy`() {
        let window = ReturnWindow<16>(returns)
        // q = np.quantile(r, 1 - c); -q; -r[r <= q].mean()
        let expected = [
            (0.95, 0.030999999999999993, 0.04), (0.8, 0.012, 0.03), (0.5, -0.005, 0.0146),
        ]
        for (confidence, risk, shortfall) in expected {
            #expect(agrees(ValueAtRisk.historical(window, confidence: confidence), risk))
            #expect(agrees(ExpectedShortfall.historical(window, confidence: confidence), shortfall))
        }
    }

    @Test func `a return on the quantile itself belongs to the tail`() {
        let window = ReturnWindow<11>((0..<11).map { Double($0) - 5 })
        #expect(agrees(ValueAtRisk.historical(window, confidence: 0.9), 4))
        #expect(agrees(ExpectedShortfall.historical(window, confidence: 0.9), 4.5))
    }

    @Test func `an empty window, or a confidence that is none, has no risk to tell`() {
        #expect(ValueAtRisk.historical(ReturnWindow<4>(), confidence: 0.95) == nil)
        #expect(ExpectedShortfall.historical(ReturnWindow<4>(), confidence: 0.95) == nil)
        #expect(ValueAtRisk.historical(ReturnWindow<4>([1]), confidence: 1.5) == nil)
        #expect(ValueAtRisk.historical(ReturnWindow<4>([1]), confidence: .nan) == nil)
    }

    @Test(arguments: [1, 9, 77] as [UInt64])
    func `the window always holds the last returns in order`(seed: UInt64) {
        print("reproduce with SEED=\(seed)")
        var state = seed
        var window = ReturnWindow<20>()
        var all: [Double] = []
        for _ in 0..<2000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            // Few distinct values, so that ties are common.
            let value = Double(state >> 33 & 31) - 16
            all.append(value)
            window.add(value)
            let tookBad = window.add(.nan)
            #expect(!tookBad)
            let expected = all.suffix(20).sorted()
            #expect((0..<window.count).map { window[$0] } == expected, "SEED=\(seed)")
        }
    }
}
