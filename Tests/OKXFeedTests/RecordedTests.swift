import Exchanges
import Market
import Messages
import TestSupport
import Testing

@testable import OKXFeed

/// The recorded seconds of the exchange through the feed: its books are the exchange's own.
@Suite struct RecordedTests {
    /// Price and quantity of the best bid and ask, as text.
    private struct Best: Hashable {
        let bid, bidQuantity, ask, askQuantity: String

        init(_ ticker: Ticker) {
            (bid, bidQuantity) = ("\(ticker.bid)", "\(ticker.bidQuantity)")
            (ask, askQuantity) = ("\(ticker.ask)", "\(ticker.askQuantity)")
        }
    }

    @Test func `each message of the book comes to the exchange's checksum, and none is lost`() throws {
        var tape = try Recording.tape()
        let events = try Recording.events(&tape)
        let books = tape.core.books
        #expect(books.checked == 98 && books.unchecked == 0 && books.leftOut == 0)
        #expect(books.breaks(Recording.symbol) == 0)
        #expect(tape.complaints.count == 0, "\(tape.complaints.lines)")
        #expect(books.book(Recording.symbol).map { [$0.bids.count, $0.asks.count] } == [400, 400])
        let times = events.map(\.time)
        #expect(times == times.sorted())
    }

    @Test func `whoever keeps a book from the events has the one of the feed, and the quotes are its best levels`()
        throws
    {
        var tape = try Recording.tape()
        var book = OpeningBook(symbol: Recording.symbol)
        var compared = 0
        while let event = try tape.nextRecorded() {
            if case .depth(let depth) = event.message { book.take(depth) }
            guard case .ticker(let ticker) = event.message, !book.book.isBare else { continue }
            compared += 1
            #expect(ticker.bid == book.book.bids.first?.price && ticker.ask == book.book.asks.first?.price)
            #expect(ticker.bidQuantity == book.book.bids.first?.quantity)
            #expect(ticker.askQuantity == book.book.asks.first?.quantity)
            #expect(ticker.bid < ticker.ask && ticker.last.isPositive)
        }
        #expect(compared == 71, "\(compared) quotes")
        #expect(book.book.bids == tape.core.books.book(Recording.symbol)?.bids)
    }

    /// Why quotes are not taken from `tickers` while a book stands: after the book began 24 came, and none had the
    /// book's best levels of its time.
    @Test func `the exchange's tickers lag behind its book`() throws {
        var core = try FakeOKX(Recording.table())
        var (equal, differing) = (0, 0)
        let json = try #require(JSONReader())
        for line in Recording.lines {
            guard case .received(let time, let start)? = line.withUnsafeBytes({ TapeLine($0) }) else { continue }
            let text = Array(line[start...])
            core.give(text, at: time)
            let message = try text.withUnsafeBytes { (bytes) throws(FeedProblem) in try json.readOKX(bytes) }
            guard message.kind == .ticker, let book = core.core.books.book(Recording.symbol),
                let bid = book.bids.first, let ask = book.asks.first
            else { continue }
            var own = Ticker()
            (own.bid, own.bidQuantity) = (bid.price, bid.quantity)
            (own.ask, own.askQuantity) = (ask.price, ask.quantity)
            if Best(try message.ticker(Recording.symbol)) == Best(own) { equal += 1 } else { differing += 1 }
        }
        #expect(equal == 0 && differing == 24, "\(equal) equal, \(differing) differing")
    }

    @Test func `each trade is told once, as the exchange wrote it`() throws {
        var tape = try Recording.tape()
        let trades = try Recording.events(&tape).compactMap { event -> Trade? in
            if case .trade(let trade) = event.message { trade } else { nil }
        }
        #expect(trades.count == 69)
        #expect(zip(trades, trades.dropFirst()).allSatisfy { $0.tradeID < $1.tradeID })
        let first = try #require(trades.first)
        #expect(first.tradeID == 338_476_307 && "\(first.price)" == "30236" && "\(first.quantity)" == "0.0002")
        #expect(!first.buyerIsMaker, "the taker bought")
    }

    @Test func `a recording read twice says the same`() throws {
        var (first, second) = (try Recording.tape(), try Recording.tape())
        let events = try Recording.events(&first)
        #expect(try events == Recording.events(&second) && events.count > 500)
    }

    @Test func `a checksum that differs, or a message left out, loses the book, and no wrong one is told`() throws {
        var lines = Recording.lines
        let places = lines.indices.filter { String(decoding: lines[$0], as: UTF8.self).contains("\"update\"") }
        lines.remove(at: places[40])
        var tape = try Recording.tape(lines)
        var book = OpeningBook(symbol: Recording.symbol)
        for event in try Recording.events(&tape) {
            if case .depth(let depth) = event.message { book.take(depth) }
        }
        #expect(tape.core.books.breaks(Recording.symbol) == 1)
        #expect(book.book.isBare, "no snapshot of the recording mends it")
        #expect(tape.core.books.checked == 42 && tape.core.books.leftOut == 55)
        let notices = tape.takeNotices()
        #expect(notices.contains { $0.hasPrefix("lost the book of BTC/USDT: it comes to ") }, "\(notices)")
    }
}
