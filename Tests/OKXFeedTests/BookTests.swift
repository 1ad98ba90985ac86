import Exchanges
import Market
import Messages
import TestSupport
import Testing

@testable import OKXFeed

@Suite struct BookTests {
    private let symbol = SymbolID(0)

    /// What was told of the book: whole ones as "+", lost ones as "-", changes as ".".
    private func shape(_ events: [MarketEvent]) -> String {
        events.compactMap { event -> String? in
            guard case .depth(let depth) = event.message, depth.isFirst else { return nil }
            return depth.isSnapshot ? depth.levels.count == 0 ? "-" : "+" : "."
        }.joined()
    }

    private func bookRequests(_ exchange: FakeOKX) -> [String] {
        exchange.sent.map(\.text).filter { $0.contains("books") }.map { String($0.dropFirst(7).prefix { $0 != "\"" }) }
    }

    @Test func `each update names the one before it, and a gap is mended by a new snapshot`() throws {
        var exchange = try FakeOKX(Recording.table())
        #expect(bookRequests(exchange) == ["subscribe"])
        exchange.give(Texts.snapshot(10))
        exchange.give(Texts.book("update", 10, 17, bids: [("100", "5")]))
        exchange.give(Texts.book("update", 17, 17), on: nil)
        exchange.give(Texts.book("update", 17, 40, asks: [("101", "0")]))
        #expect(shape(exchange.take()) == "+..")
        #expect(exchange.core.books.book(symbol)?.asks.first?.price == Price(102))
        exchange.give(Texts.book("update", 41, 50, bids: [("100", "7")]))
        #expect(shape(exchange.take()) == "-")
        exchange.run(seconds: 1)
        #expect(bookRequests(exchange) == ["subscribe", "unsubscribe", "subscribe"])
        exchange.give(Texts.book("update", 50, 60, bids: [("100", "7")]))
        #expect(exchange.take().isEmpty, "nothing of a book that does not stand")
        exchange.give(Texts.snapshot(60))
        exchange.give(Texts.book("update", 60, 61, bids: [("100", "8")]))
        #expect(shape(exchange.take()) == "+.")
        #expect(exchange.core.books.book(symbol)?.bids.first?.quantity == Quantity(8))
        #expect(exchange.core.books.breaks(symbol) == 1)
        #expect(exchange.notices.contains("lost the book of BTC/USDT: it was at 40, and the next follows 41"))
    }

    @Test func `where the exchange counts anew, and where a book crosses itself, the book begins anew`() throws {
        for bad in [
            Texts.book("update", 10, 3, bids: [("100", "5")]), Texts.book("update", 10, 11, bids: [("101", "5")]),
        ] {
            var exchange = try FakeOKX(Recording.table())
            exchange.give(Texts.snapshot(10))
            exchange.give(bad)
            #expect(shape(exchange.take()) == "+-")
            exchange.run(seconds: 1)
            #expect(bookRequests(exchange).count == 3)
        }
    }

    @Test func `a book that never comes right is asked for ever less often`() throws {
        var exchange = try FakeOKX(Recording.table())
        for minute in 0..<60 {
            exchange.give(Texts.snapshot(10))
            exchange.give(Texts.book("update", 9, 10))
            if minute.isMultiple(of: 2) { exchange.run(seconds: 60) } else { exchange.run(seconds: 59) }
        }
        let asked = bookRequests(exchange).count { $0 == "subscribe" }
        #expect((3...30).contains(asked), "\(asked) times in an hour")
        #expect(exchange.core.books.breaks(symbol) == 60)
    }

    @Test func `a message of a book that can't be used loses the book, for what it said is missing`() throws {
        var exchange = try FakeOKX(Recording.table())
        exchange.give(Texts.snapshot(10))
        exchange.give(Texts.book("update", 10, 11, bids: [("100", "x")]))
        #expect(shape(exchange.take()) == "+-")
        #expect(exchange.core.complaints.lines == [
            "got books:BTC-USDT that can't be used: quantity is \"x\"; expected a quantity of zero or more with at most 8 decimals"
        ])
        #expect(exchange.core.streams.unusable(ChannelTable.place(symbol, .book)) == 1)
        exchange.give(Texts.snapshot(12))
        #expect(shape(exchange.take()) == "+")
    }

    @Test func `quotes are the book's best levels while it stands, and the exchange's own before and after`() throws {
        var exchange = try FakeOKX(Recording.table())
        func quotes() -> [String] {
            exchange.take().compactMap { event in
                if case .ticker(let ticker) = event.message { "\(ticker.bid)/\(ticker.ask)" } else { nil }
            }
        }
        exchange.give(Texts.ticker("98", "103"))
        exchange.give(Texts.snapshot(10))
        exchange.give(Texts.ticker("90", "91"))
        exchange.give(Texts.book("update", 10, 11, bids: [("99", "9")]))
        exchange.give(Texts.book("update", 11, 12, bids: [("100", "9")]))
        #expect(quotes() == ["98/103", "100/101", "100/101"])
        exchange.give(Texts.book("update", 99, 100))
        exchange.give(Texts.ticker("90", "91"))
        #expect(quotes() == ["90/91"])
    }

    @Test func `the checksum is the exchange's`() throws {
        // The exchange's own example has the letters 3366.1:7:3366.8:9:3366:6:3368:8.
        var book = OrderBook()
        for (side, price, quantity) in [
            (Side.buy, "3366.1", "7"), (.buy, "3366", "6"), (.sell, "3366.8", "9"), (.sell, "3368", "8"),
        ] {
            book.set(BookLevel(price: try Price(price), quantity: try Quantity(quantity)), on: side, updateID: 1)
        }
        var checksum = BookChecksum()
        #expect(checksum.of(book) == -1_881_014_294)
        #expect(checksum.of(OrderBook()) == 0)
    }
}
