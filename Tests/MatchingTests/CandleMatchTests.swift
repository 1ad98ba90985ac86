import Configuration
import Market
import Testing

@testable import Matching

/// Half of 2 bps is 0.01 % on either side; ticks of 0.1, steps of 0.001, a tenth of the volume.
private let match = CandleMatch(
    spread: SpreadModel(bps: 2, tickSize: Price(raw: 10_000_000)),
    share: OperationalSettings().liquidityShare, stepSize: Quantity(raw: 100_000))

/// What a lone order gets.
extension CandleMatch {
    fileprivate func take(_ side: Side, _ quantity: Int, limit: Price? = nil, in bar: Candle) -> MatchedFill? {
        var left = offer(of: bar)
        return take(side, Quantity(quantity), limit: limit, in: bar, &left)
    }

    fileprivate func rest(_ side: Side, at price: Int, in bar: Candle) -> MatchedFill? {
        var left = offer(of: bar)
        return rest(side, Quantity(1), at: Price(price), in: bar, &left)
    }
}

func candle(_ open: Int, _ high: Int, _ low: Int, _ close: Int, quoteVolume: Double = 1e9) -> Candle {
    Candle(
        openTime: .zero, closeTime: .zero + .minutes(1), open: Price(open), high: Price(high),
        low: Price(low),
        close: Price(close), volume: 1, quoteVolume: quoteVolume)
}

@Suite struct CandleMatchTests {
    @Test func `a taker gets the open, half the spread against it and on the tick grid`() {
        let bar = candle(100_000, 101_000, 99_000, 100_500)
        #expect(match.take(.buy, 1, in: bar) == MatchedFill(Quantity(1), at: Price(100_010)))
        #expect(match.take(.sell, 1, in: bar) == MatchedFill(Quantity(1), at: Price(99_990)))
        let odd = candle(100_003, 101_000, 99_000, 100_500)
        #expect(match.take(.buy, 1, in: odd)?.price.description == "100013.1")
        #expect(match.take(.sell, 1, in: odd)?.price.description == "99992.9")
        #expect(match.take(.buy, 1, limit: Price(100_010), in: bar) != nil)
        #expect(match.take(.buy, 1, limit: Price(100_009), in: bar) == nil)
        #expect(match.take(.sell, 1, limit: Price(99_991), in: bar) == nil)
    }

    @Test func `a candle gives its share of the volume once, in whole steps`() {
        let thin = candle(1000, 1001, 999, 1000, quoteVolume: 5_555)
        #expect(match.take(.buy, 2, in: thin)?.quantity.description == "0.555")
        #expect(match.take(.buy, 2, in: candle(1000, 1001, 999, 1000, quoteVolume: 0)) == nil)
        #expect(match.take(.buy, 2, in: candle(1000, 1001, 999, 1000, quoteVolume: 9)) == nil)
        #expect(match.take(.buy, 2, in: candle(1000, 1001, 999, 1000, quoteVolume: .nan)) == nil)
        #expect(match.take(.buy, 2, in: candle(1000, 1001, 999, 1000, quoteVolume: 1e15))?.quantity == Quantity(2))
        var left = match.offer(of: thin)
        let fills = [Side.buy, .sell, .buy].map { side in
            match.take(side, Quantity(raw: 30_000_000), in: thin, &left)?.quantity.description
        }
        #expect(fills == ["0.3", "0.255", nil])
    }

    @Test func `what a liquidation takes is gone, left or not`() {
        var left = match.offer(of: candle(1000, 1001, 999, 1000, quoteVolume: 10_000))
        left.takeAll(Quantity(raw: 60_000_000), at: Price(1000))
        #expect(left.left == Money(400))
        left.takeAll(Quantity(5), at: Price(1000))
        #expect(left.left == .zero)
    }

    @Test func `a stop meets half a spread beyond its trigger, or beyond the open that gapped through it`() {
        let above = candle(100_000, 101_000, 99_001, 100_000)
        #expect(match.met(.sell, trigger: Price(99_000), in: above) == nil)
        let touched = match.met(.sell, trigger: Price(99_000), in: candle(100_000, 101_000, 99_000, 100_000))
        #expect(touched == Price(raw: 9_899_010_000_000))
        let gapped = match.met(.sell, trigger: Price(99_000), in: candle(98_000, 98_500, 97_000, 98_000))
        #expect(gapped?.description == "97990.2")
        let short = match.met(.buy, trigger: Price(101_000), in: candle(102_000, 102_500, 101_500, 102_000))
        #expect(short?.description == "102010.2")
    }

    @Test(arguments: [
        // Touched, traded through by a tick, left behind by the open.
        (Side.buy, 99_000, 0, false), (.buy, 99_000, -1, true), (.buy, 99_000, -2000, true),
        (.sell, 101_000, 0, false), (.sell, 101_000, 1, true), (.sell, 101_000, 2000, true),
    ])
    func `limits and targets fill where the market traded through them, at their price, as makers`(
        _ side: Side, _ price: Int, _ beyond: Int, _ fills: Bool
    ) {
        let extreme = price + beyond
        let bar = side == .buy
            ? candle(100_000, 100_500, extreme, 100_000) : candle(100_000, extreme, 99_500, 100_000)
        let expected = fills ? MatchedFill(Quantity(1), at: Price(price), isMaker: true) : nil
        #expect(match.rest(side, at: price, in: bar) == expected)
    }
}
