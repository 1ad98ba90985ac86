import Indicators
import TestSupport
import Testing

/// One unusable input changes nothing; the state is its bytes.
struct BadInputTests {
    private static let bad: [Double] = [.nan, .infinity, -.infinity, .greatestFiniteMagnitude, .signalingNaN]

    /// Feeds the same good inputs to a clean and a disturbed copy; both must stay equal byte by byte.
    private func expectUnmoved<I: Indicator>(_ fresh: I, good: [I.Input], bad: [I.Input]) {
        var (clean, disturbed) = (fresh, fresh)
        for (index, input) in good.enumerated() {
            clean.update(input)
            #expect(disturbed.update(bad[index % bad.count]) == nil, "\(I.self) answered a bad input")
            disturbed.update(input)
            #expect(bytes(of: clean) == bytes(of: disturbed), "\(I.self) moved at \(index)")
        }
        #expect(clean.value != nil, "\(I.self) never warmed up")
        #expect(MemoryLayout<I>.size == MemoryLayout<I>.stride, "\(I.self) has padding")
    }

    @Test func `an unusable number leaves every indicator as it was`() throws {
        var generator = SeededGenerator(seed: 11)
        let prices = generator.prices(80)
        expectUnmoved(SMA(period: 7), good: prices, bad: Self.bad)
        expectUnmoved(EMA(period: 7), good: prices, bad: Self.bad)
        expectUnmoved(RSI(period: 7), good: prices, bad: Self.bad)
        expectUnmoved(MACD(), good: prices, bad: Self.bad)
        expectUnmoved(BollingerBands(period: 7), good: prices, bad: Self.bad)
        expectUnmoved(ZScore(period: 7), good: prices, bad: Self.bad)
        expectUnmoved(RollingPercentile(period: 7), good: prices, bad: Self.bad)
        let volatility = RealisedVolatility(period: 7, timeframe: .m5)
        expectUnmoved(volatility, good: prices, bad: Self.bad + [0, -1])
        let bars = prices.map { Bar(high: $0 + 3, low: $0 - 2, close: $0) }
        let badBars = Self.bad.flatMap {
            [
                Bar(high: $0, low: 1, close: 1), Bar(high: 1, low: $0, close: 1),
                Bar(high: 1, low: 1, close: $0),
            ]
        }
        expectUnmoved(ATR(period: 7), good: bars, bad: badBars)
        expectUnmoved(ADX(period: 7), good: bars, bad: badBars)
        expectUnmoved(DonchianChannel(period: 7), good: bars, bad: badBars)
    }

    @Test func `a pair with one unusable number is ignored`() {
        var generator = SeededGenerator(seed: 12)
        var clean = RollingCorrelation(period: 9)
        var disturbed = clean
        for (x, y) in zip(generator.prices(50), generator.prices(50)) {
            clean.update(x, y)
            #expect(disturbed.update(.nan, y) == nil)
            #expect(disturbed.update(x, .infinity) == nil)
            disturbed.update(x, y)
        }
        #expect(clean.value != nil)
        #expect(bytes(of: clean) == bytes(of: disturbed))
    }

    @Test func `the largest usable numbers give finite figures and heal`() {
        var moments = RollingMoments(period: 4)
        for value in [1e100, -1e100, 1e100, -1e100] { moments.update(value) }
        #expect(moments.value?.populationVariance.isFinite == true)
        for value in [1.0, 2, 3, 4] { moments.update(value) }
        #expect(agrees(moments.value?.populationVariance, 1.25))
    }
}
