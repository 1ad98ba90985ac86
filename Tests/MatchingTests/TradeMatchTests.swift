import Market
import Testing

@testable import Matching

/// Half of 200 bps is 1 %; whole ticks, steps of 0.001.
private let match = TradeMatch(
    spread: SpreadModel(bps: 200, tickSize: Price(1)), stepSize: Quantity(raw: 100_000))

@Suite struct TradeMatchTests {
    @Test func `all orders share the quantity of one trade, takers half a spread worse`() {
        var left = Quantity(3)
        #expect(match.take(.buy, Quantity(2), at: Price(100), &left) == MatchedFill(Quantity(2), at: Price(101)))
        #expect(match.take(.sell, Quantity(2), at: Price(100), &left) == MatchedFill(Quantity(1), at: Price(99)))
        #expect(match.take(.sell, Quantity(2), at: Price(100), &left) == nil && left == .zero)
    }

    @Test func `a taker's limit counts, and what rests needs a trade through its price`() {
        var left = Quantity(3)
        #expect(match.take(.buy, Quantity(1), limit: Price(100), at: Price(100), &left) == nil)
        #expect(match.rest(.buy, Quantity(1), at: Price(100), last: Price(100), &left) == nil)
        #expect(match.rest(.sell, Quantity(1), at: Price(100), last: Price(100), &left) == nil)
        let rested = MatchedFill(Quantity(1), at: Price(100), isMaker: true)
        #expect(match.rest(.buy, Quantity(1), at: Price(100), last: Price(99), &left) == rested)
        #expect(match.rest(.sell, Quantity(5), at: Price(100), last: Price(102), &left)?.quantity == Quantity(2))
    }
}
