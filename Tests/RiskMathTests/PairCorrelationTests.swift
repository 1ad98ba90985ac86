import Configuration
import Market
import RiskMath
import TestSupport
import Testing

@Suite struct PairCorrelationTests {
    private static let instruments = Settings.standard.instruments

    @Test func `two that move alike correlate by one, opposed by minus one`() {
        #expect(abs(after(40) { $0 }.value - 1) < 1e-9)
        #expect(abs(after(40) { -$0 }.value + 1) < 1e-9)
    }

    @Test func `it says nothing before thirty minutes that both have`() {
        #expect(after(29) { $0 }.value.isNaN)
        #expect(!after(30) { $0 }.value.isNaN)
    }

    @Test func `a hand-made window gives the figure of the formula`() {
        #expect(after(60) { _ in 0 }.value.isNaN)
        // Against +b, +b, -b, -b …, returns +a, -a, +a, -a … are uncorrelated over whole periods of four.
        var pair = PairCorrelation(of: Self.instruments)
        feed(&pair, minutes: 60, first: { $0 % 2 == 0 ? 0.01 : -0.01 }, second: { $0 % 4 < 2 ? 0.01 : -0.01 })
        #expect(abs(pair.value) < 1e-9)
    }

    @Test func `a minute that one has not leaves a hole, not a false return`() {
        var pair = PairCorrelation(of: Self.instruments)
        for (symbol, minute, close) in [(0, 1, 100.0), (1, 1, 100), (0, 2, 200), (0, 3, 100), (1, 3, 900)] {
            update(&pair, symbol, minute: minute, close)
        }
        #expect(pair.value.isNaN)
        feed(
            &pair, minutes: 40, from: 3, first: { $0 % 2 == 0 ? 0.01 : -0.01 },
            second: { $0 % 2 == 0 ? 0.02 : -0.02 })
        #expect(abs(pair.value - 1) < 1e-9)
    }

    @Test(arguments: [[0, 1, 2], [1, 0, 2], [2, 0, 1], [2, 1, 0], [0, 2, 1], [0, 1], [1, 0]])
    func `all pairs of a minute see one figure, in any order and where a candle lacks`(_ order: [Int]) {
        var pair = PairCorrelation(of: Self.instruments)
        var random = SeededGenerator(seed: 5)
        var (before, moved) = (Double.nan, 0)
        for minute in 1...200 {
            var seen: [Double] = []
            for symbol in order where !(symbol == 1 && minute % 17 == 0) {
                update(&pair, symbol, minute: minute, 100 + random.fraction())
                seen.append(pair.value)
            }
            let first = seen[0]
            #expect(seen.allSatisfy { $0 == first || ($0.isNaN && first.isNaN) }, "minute \(minute): \(seen)")
            if first != before, !first.isNaN { moved += 1 }
            before = first
        }
        #expect(moved > 100)
    }

    @Test func `only BTC and ETH are partners`() {
        let pair = PairCorrelation(of: Self.instruments)
        #expect(pair.partner(of: SymbolID(0)) == SymbolID(1))
        #expect(pair.partner(of: SymbolID(1)) == SymbolID(0))
        #expect(pair.partner(of: SymbolID(2)) == nil)
        #expect(
            PairCorrelation(of: InstrumentTable([Self.instruments[SymbolID(0)]])).partner(of: SymbolID(0))
                == nil)
    }

    // MARK: - Helpers

    private func after(_ minutes: Int, _ second: (Double) -> Double) -> PairCorrelation {
        var pair = PairCorrelation(of: Self.instruments)
        let wave = { (minute: Int) in minute % 3 == 0 ? 0.01 : -0.004 }
        withoutActuallyEscaping(second) { second in
            feed(&pair, minutes: minutes, first: wave, second: { second(wave($0)) })
        }
        return pair
    }

    private func feed(
        _ pair: inout PairCorrelation, minutes: Int, from start: Int = 0, first: (Int) -> Double,
        second: (Int) -> Double
    ) {
        var (a, b) = (100.0, 900.0)
        for minute in 0...minutes {
            update(&pair, 0, minute: start + minute, a)
            update(&pair, 1, minute: start + minute, b)
            a *= 1 + first(minute)
            b *= 1 + second(minute)
        }
        // Another pair's candle begins the next minute.
        update(&pair, 2, minute: start + minutes + 1, 1)
    }

    private func update(_ pair: inout PairCorrelation, _ symbol: Int, minute: Int, _ close: Double) {
        let time = Timestamp(milliseconds: Int64(minute) * 60_000)
        pair.update(SymbolID(symbol), Price(close) ?? .zero, at: time)
    }
}
