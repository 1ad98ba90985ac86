import Market
import TestSupport
import Testing

@Suite struct CandleBuilderTests {
    private static let start = Timestamp(milliseconds: 1_746_374_400_000)

    /// One-minute candles from a minute on.
    private func minutes(_ range: Range<Int>, seed: UInt64 = 1) -> [Candle] {
        var generator = SeededGenerator(seed: seed)
        return range.map { minute in
            let prices = (0..<4).map { _ in Price(Int.random(in: 90...110, using: &generator)) }
            let open = Self.start + .minutes(Int64(minute))
            return Candle(
                openTime: open, closeTime: open + .minutes(1), open: prices[0], high: prices.max() ?? .zero,
                low: prices.min() ?? .zero, close: prices[3], volume: Double(minute), quoteVolume: 2 * Double(minute))
        }
    }

    private func build(_ candles: [Candle], _ timeframe: Timeframe) -> [Candle] {
        var builder = CandleBuilder(timeframe)
        return candles.compactMap { builder.add($0) }
    }

    @Test(arguments: [Timeframe.m1, .m5, .m15, .h1])
    func `a longer candle is its shorter ones together`(timeframe: Timeframe) {
        let candles = minutes(0..<180)
        let built = build(candles, timeframe)
        #expect(built.count == 180 / timeframe.minutes)
        for (index, candle) in built.enumerated() {
            let parts = candles[(index * timeframe.minutes)..<((index + 1) * timeframe.minutes)]
            #expect(candle.openTime == parts.first?.openTime && candle.closeTime == parts.last?.closeTime)
            #expect(candle.open == parts.first?.open && candle.close == parts.last?.close)
            #expect(candle.high == parts.map(\.high).max() && candle.low == parts.map(\.low).min())
            #expect(candle.volume == parts.map(\.volume).reduce(0, +))
            #expect(candle.quoteVolume == 2 * candle.volume)
        }
    }

    @Test func `a candle without its beginning or its end is never answered`() {
        #expect(build(minutes(2..<15), .m5).map(\.openTime) == [5, 10].map { Self.start + .minutes($0) })
        #expect(build(minutes(0..<4) + minutes(6..<10), .m5).isEmpty)
        #expect(build(minutes(0..<4) + minutes(5..<10), .m5).map(\.openTime) == [Self.start + .minutes(5)])
    }
}
