import Exchanges
import Market
import Messages
import Testing

@testable import BinanceFeed

@Suite struct BookTests {
    /// The book that listeners have.
    private func book(_ exchange: FakeExchange, _ symbol: SymbolID = SymbolID(0)) -> OrderBook {
        var book = OpeningBook(symbol: symbol)
        for event in exchange.events {
            if case .depth(let depth) = event.message, depth.symbol == symbol { book.take(depth) }
        }
        return book.book
    }

    private func snapshots(_ exchange: FakeExchange) -> Int {
        exchange.log.count { if case .request(_, let request, _, _) = $0 { request.target.contains("/depth") } else { false } }
    }

    @Test(arguments: [MarketKind.spot, .um], [UInt64(1), 2, 3])
    func `the book is the exchange's at each moment`(kind: MarketKind, seed: UInt64) throws {
        let exchange = try FakeExchange(["BTC/USDT"], market: kind, seed: seed)
        exchange.start()
        for _ in 0..<200 {
            exchange.tellDepth(SymbolID(0))
            exchange.run(seconds: 0.1)
            let told = book(exchange)
            #expect(told.bids == exchange.market.books[0].bids && told.asks == exchange.market.books[0].asks)
        }
        #expect(snapshots(exchange) == 1)
    }

    @Test(arguments: [MarketKind.spot, .um])
    func `a gap loses the book at once and a snapshot mends it`(kind: MarketKind) throws {
        let exchange = try FakeExchange(["BTC/USDT"], market: kind)
        exchange.start()
        _ = exchange.market.nextDiff(SymbolID(0), at: exchange.serverTime)
        exchange.tellDepth(SymbolID(0))
        #expect(book(exchange).isBare)
        exchange.run(seconds: 1)
        exchange.tellDepth(SymbolID(0))
        exchange.run(seconds: 1)
        #expect(book(exchange).bids == exchange.market.books[0].bids)
        #expect(snapshots(exchange) == 2 && exchange.core.books.breaks(SymbolID(0)) == 1)
    }

    @Test func `a snapshot older than the stream is asked for once more`() throws {
        let exchange = try FakeExchange(["BTC/USDT"])
        let old = exchange.market.snapshot(SymbolID(0))
        var given = 0
        exchange.instead = { request in
            guard request.target.contains("/depth"), given < 2 else { return nil }
            given += 1
            return HTTPResponse(status: 200, body: Array(old.utf8))
        }
        exchange.run(seconds: 10)
        for _ in 0..<3 { _ = exchange.market.nextDiff(SymbolID(0), at: exchange.serverTime) }
        exchange.tellDepth(SymbolID(0))
        exchange.run(seconds: 5)
        exchange.tellDepth(SymbolID(0))
        #expect(given == 2 && exchange.core.books.staleSnapshots == 2)
        #expect(book(exchange).bids == exchange.market.books[0].bids)
    }

    @Test func `three hundred snapshots keep to the weight, bitcoin and ether first`() throws {
        let names = (0..<298).map { "C\($0)/USDT" } + ["ETH/USDT", "BTC/USDT"]
        let exchange = try FakeExchange(names)
        exchange.run(seconds: 30)
        for _ in 0..<40 {
            for symbol in exchange.market.instruments.symbols where exchange.core.books.isWaiting(symbol) {
                exchange.tellDepth(symbol)
            }
            exchange.run(seconds: 6)
        }
        let asked = exchange.log.compactMap { command -> String? in
            guard case .request(_, let request, _, _) = command, request.target.contains("/depth") else { return nil }
            return request.target.split(separator: "=")[1].split(separator: "&").first.map(String.init)
        }
        // Four were under way before anything came of the two.
        #expect(asked.prefix(7) == ["C0USDT", "C1USDT", "C2USDT", "C3USDT", "BTCUSDT", "ETHUSDT", "C4USDT"])
        #expect(Set(asked).count == 300)
        #expect(exchange.mostWeight <= 4800)
        #expect(!exchange.market.instruments.symbols.contains { exchange.core.books.isWaiting($0) })
    }

    @Test func `a lost connection loses the books, and each is mended after it`() throws {
        let exchange = try FakeExchange()
        exchange.start()
        exchange.cutAll()
        #expect(book(exchange).isBare && book(exchange, SymbolID(1)).isBare)
        exchange.run(seconds: 5)
        exchange.tellDepth(SymbolID(0))
        exchange.tellDepth(SymbolID(1))
        exchange.run(seconds: 1)
        #expect(book(exchange).bids == exchange.market.books[0].bids)
        #expect(book(exchange, SymbolID(1)).asks == exchange.market.books[1].asks)
    }
}
