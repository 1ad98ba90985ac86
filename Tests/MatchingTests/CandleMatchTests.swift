import Configuration
import Market
import Testing

@testable import Matching

/// Half of 2 bps is 0.01 % on either side; ticks of 0.1, steps of 0.001, a tenth of the volume.
private let match = CandleMatch(
    spread: SpreadModel(bps: 2, tickSize: Price(raw: 10_000_000)), volume: VolumeModel(OperationalSettings()),
    stepSize: Quantity(raw: 100_000))

func candle(_ open: Int, _ high: Int, _ low: Int, _ close: Int, quoteVolume: Double = 1e9) -> Candle {
    Candle(
        openTime: .zero, closeTime: .zero + .minutes(1), open: Price(open), high: Price(high),
        low: Price(low),
        close: Price(close), volume: 1, quoteVolume: quoteVolume)
}

@Suite struct CandleMatchTests {
    @Test func `a market order takes the open, half the spread against it and on the tick grid`() {
        let bar = candle(100_000, 101_000, 99_000, 100_500)
        #expect(match.market(.buy, Quantity(1), in: bar) == MatchedFill(Quantity(1), at: Price(100_010)))
        #expect(match.market(.sell, Quantity(1), in: bar) == MatchedFill(Quantity(1), at: Price(99_990)))
        let odd = candle(100_003, 101_000, 99_000, 100_500)
        #expect(match.market(.buy, Quantity(1), in: odd)?.price.description == "100013.1")
        #expect(match.market(.sell, Quantity(1), in: odd)?.price.description == "99992.9")
    }

    @Test func `a candle fills only its share of the volume, in whole steps`() {
        let thin = candle(1000, 1001, 999, 1000, quoteVolume: 5_555)
        #expect(match.market(.buy, Quantity(2), in: thin)?.quantity.description == "0.555")
        #expect(match.market(.buy, Quantity(2), in: candle(1000, 1001, 999, 1000, quoteVolume: 0)) == nil)
        #expect(match.market(.buy, Quantity(2), in: candle(1000, 1001, 999, 1000, quoteVolume: 9)) == nil)
    }

    @Test func `a stop fills beyond its trigger, or beyond the open that gapped through it`() {
        #expect(
            match.stop(
                .sell, Quantity(1), trigger: Price(99_000), in: candle(100_000, 101_000, 99_001, 100_000))
                == nil)
        let touched = match.stop(
            .sell, Quantity(1), trigger: Price(99_000), in: candle(100_000, 101_000, 99_000, 100_000))
        #expect(touched == MatchedFill(Quantity(1), at: Price(raw: 9_899_010_000_000)))
        let gapped = match.stop(
            .sell, Quantity(1), trigger: Price(99_000), in: candle(98_000, 98_500, 97_000, 98_000))
        #expect(gapped?.price.description == "97990.2")
        let short = match.stop(
            .buy, Quantity(1), trigger: Price(101_000), in: candle(102_000, 102_500, 101_500, 102_000))
        #expect(short?.price.description == "102010.2")
    }

    @Test func `a target fills at its own price as a maker, never better`() {
        let gapped = match.target(
            .sell, Quantity(1), trigger: Price(101_000), in: candle(102_000, 103_000, 101_500, 102_000))
        #expect(gapped == MatchedFill(Quantity(1), at: Price(101_000), isMaker: true))
        #expect(
            match.target(
                .sell, Quantity(1), trigger: Price(101_000), in: candle(100_000, 100_999, 99_000, 100_000))
                == nil)
        #expect(
            match.target(
                .buy, Quantity(1), trigger: Price(99_000), in: candle(100_000, 100_999, 99_000, 100_000))
                != nil)
    }

    @Test func `a limit order fills only where the market traded through it`() {
        #expect(
            match.limit(.buy, Quantity(1), at: Price(99_000), in: candle(100_000, 101_000, 99_000, 100_000))
                == nil)
        let through = match.limit(
            .buy, Quantity(1), at: Price(99_000), in: candle(100_000, 101_000, 98_999, 100_000))
        #expect(through == MatchedFill(Quantity(1), at: Price(99_000), isMaker: true))
    }
}
