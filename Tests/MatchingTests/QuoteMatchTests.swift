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

@Suite struct QuoteMatchTests {
    @Test func `a ticker from klines is no quote, nor is a crossed one`() {
        var fromKline = Ticker()
        fromKline.last = Price(100)
        #expect(Quote(fromKline) == nil)
        #expect(Quote(ticker(101, 100)) == nil)
        #expect(Quote(ticker(100, 100)) != nil)
    }

    @Test func `a taker gets the other side, at most what is shown there`() throws {
        let quote = try #require(Quote(ticker(99, 101, size: Quantity(raw: 250_050_000))))
        #expect(QuoteMatch.market(.buy, Quantity(5), on: quote, step: step)?.price == Price(101))
        #expect(QuoteMatch.market(.sell, Quantity(5), on: quote, step: step)?.quantity.description == "2.5")
        #expect(QuoteMatch.market(.sell, Quantity(1), on: quote, step: step)?.quantity == Quantity(1))
    }

    @Test func `a book is swept level by level, no further than it goes`() throws {
        var book = OrderBook()
        book.set(BookLevel(price: Price(99), quantity: Quantity(9)), on: .buy, updateID: 1)
        book.set(BookLevel(price: Price(101), quantity: Quantity(1)), on: .sell, updateID: 1)
        book.set(BookLevel(price: Price(103), quantity: Quantity(1)), on: .sell, updateID: 1)
        #expect(
            QuoteMatch.market(.buy, Quantity(2), in: book, step: step)
                == MatchedFill(Quantity(2), at: Price(102)))
        #expect(QuoteMatch.market(.buy, Quantity(9), in: book, step: step)?.quantity == Quantity(2))
        #expect(
            QuoteMatch.market(.buy, Quantity(9), in: book, limit: Price(102), step: step)?.quantity
                == Quantity(1))
    }

    @Test func `stop and target wait for the quote, the stop paying half a spread more`() throws {
        let spread = SpreadModel(bps: 200, tickSize: Price(raw: 100_000_000))
        let high = try #require(Quote(ticker(100, 102)))
        #expect(QuoteMatch.stop(.sell, Quantity(1), trigger: Price(99), on: high, spread: spread) == nil)
        #expect(
            QuoteMatch.stop(.sell, Quantity(1), trigger: Price(100), on: high, spread: spread)?.price
                == Price(99))
        #expect(QuoteMatch.target(.sell, Quantity(1), trigger: Price(101), on: high) == nil)
        #expect(QuoteMatch.target(.sell, Quantity(1), trigger: Price(100), on: high)?.isMaker == true)
        #expect(QuoteMatch.limit(.buy, Quantity(1), at: Price(101), on: high, step: step) == nil)
        #expect(
            QuoteMatch.limit(.buy, Quantity(1), at: Price(102), on: high, step: step)?.price == Price(102))
    }
}
