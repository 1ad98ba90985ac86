import Market
import Messages
import Testing

@testable import Matching

private let step = Quantity(raw: 100_000)

func ticker(_ bid: Int, _ ask: Int, last: Int? = nil, size: Quantity = .absent) -> Ticker {
    var ticker = Ticker()
    ticker.symbol = SymbolID(0)
    ticker.bid = Price(bid)
    ticker.ask = Price(ask)
    ticker.last = Price(last ?? bid)
    ticker.bidQuantity = size
    ticker.askQuantity = size
    return ticker
}

/// A book of levels of whole prices and quantities.
func book(_ bids: [(Int, Int)], _ asks: [(Int, Int)]) -> OrderBook {
    var book = OrderBook()
    for (price, quantity) in bids {
        book.set(BookLevel(price: Price(price), quantity: Quantity(quantity)), on: .buy, updateID: 1)
    }
    for (price, quantity) in asks {
        book.set(BookLevel(price: Price(price), quantity: Quantity(quantity)), on: .sell, updateID: 1)
    }
    return book
}

@Suite struct BookMatchTests {
    private func take(
        _ side: Side, _ quantity: Int, limit: Int? = nil, in book: OrderBook, _ taken: inout TakenLiquidity
    ) -> [MatchedFill] {
        BookMatch.take(
            side, Quantity(quantity), limit: limit.map { Price($0) }, in: book, step: step, &taken)
    }

    @Test func `a ticker from klines is no quote, nor is a crossed one`() {
        var fromKline = Ticker()
        fromKline.last = Price(100)
        #expect(Quote(fromKline) == nil)
        #expect(Quote(ticker(101, 100)) == nil)
        #expect(Quote(ticker(100, 100)) != nil)
    }

    @Test func `a book is walked price by price, no further than it goes or the limit allows`() {
        let shown = book([(99, 9)], [(101, 1), (103, 1)])
        var taken = TakenLiquidity()
        let limited = take(.buy, 9, limit: 102, in: shown, &taken)
        #expect(limited == [MatchedFill(Quantity(1), at: Price(101))])
        taken = TakenLiquidity()
        let both = take(.buy, 9, in: shown, &taken)
        #expect(both == [MatchedFill(Quantity(1), at: Price(101)), MatchedFill(Quantity(1), at: Price(103))])
        #expect(take(.sell, 4, in: shown, &taken) == [MatchedFill(Quantity(4), at: Price(99))])
    }

    @Test func `the sixty-eighth child finds what the others left`() {
        let shown = book([(1799, 50)], [(1800, 24), (1801, 30), (1802, 100)])
        var taken = TakenLiquidity()
        var got: [Price: Quantity] = [:]
        for _ in 0..<68 {
            for fill in BookMatch.take(.buy, Quantity(raw: 147_000_000), in: shown, step: step, &taken) {
                got[fill.price, default: .zero] += fill.quantity
            }
        }
        #expect(got[Price(1800)] == Quantity(24) && got[Price(1801)] == Quantity(30))
        #expect(got[Price(1802)]?.description == "45.96")
    }

    @Test func `fills are whole steps, and a level of less than one is passed over`() {
        var shown = OrderBook()
        shown.set(BookLevel(price: Price(101), quantity: Quantity(raw: 99_999)), on: .sell, updateID: 1)
        shown.set(BookLevel(price: Price(102), quantity: Quantity(raw: 250_050_000)), on: .sell, updateID: 1)
        var taken = TakenLiquidity()
        let fills = take(.buy, 5, in: shown, &taken)
        #expect(fills.map(\.quantity.description) == ["2.5"] && fills.first?.price == Price(102))
    }

    @Test func `what rests waits until the other side has come to it, and gets its own price`() {
        let shown = book([(100, 2)], [(102, 3)])
        var taken = TakenLiquidity()
        func rest(_ side: Side, _ price: Int) -> MatchedFill? {
            BookMatch.rest(side, Quantity(5), at: Price(price), in: shown, step: step, &taken)
        }
        #expect(rest(.sell, 101) == nil && rest(.buy, 101) == nil)
        #expect(rest(.sell, 100) == MatchedFill(Quantity(2), at: Price(100), isMaker: true))
        #expect(rest(.buy, 103) == MatchedFill(Quantity(3), at: Price(103), isMaker: true))
        #expect(rest(.sell, 100) == nil && rest(.buy, 103) == nil, "taken")
    }

    @Test func `a stop is triggered by the last price and by the quote it would take`() throws {
        let quote = try #require(Quote(ticker(100, 102, last: 101)))
        #expect(!BookMatch.triggers(.sell, Price(99), on: quote))
        #expect(BookMatch.triggers(.sell, Price(100), on: quote))
        #expect(BookMatch.triggers(.buy, Price(102), on: quote) && !BookMatch.triggers(.buy, Price(103), on: quote))
        let fallen = try #require(Quote(ticker(100, 102, last: 98)))
        #expect(BookMatch.triggers(.sell, Price(98), on: fallen))
    }

    @Test func `a liquidation takes what it needs half a spread beyond the quote, and all that is shown`() throws {
        let shown = book([(100, 1), (99, 1)], [(102, 1)])
        let quote = try #require(Quote(shown))
        var taken = TakenLiquidity()
        let spread = SpreadModel(bps: 200, tickSize: Price(raw: 100_000_000))
        let fill = BookMatch.liquidate(.sell, Quantity(5), on: quote, in: shown, spread: spread, &taken)
        #expect(fill == MatchedFill(Quantity(5), at: Price(99)))
        #expect(take(.sell, 1, in: shown, &taken).isEmpty)
    }
}
