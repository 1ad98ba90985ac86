import Exchanges
import Market
import Messages
import TestSupport
import Testing

@testable import ExchangeSimulator

@Suite struct BookStreamTests {
    /// A client that joins at any moment keeps the book that the exchange has.
    @Test(arguments: [MarketKind.spot, .um], 0..<6 as Range<UInt64>)
    func `a client's local book is the exchange's`(market: MarketKind, seed: UInt64) throws {
        var bench = Bench(wandering(8, seed: seed), market)
        var chance = SeededGenerator(seed: seed)
        bench.go(milliseconds: Int64.random(in: 0...70_000, using: &chance))
        let path = market == .spot ? "/ws" : "/public/ws"
        let socket = try bench.open("\(path)/btcusdt@depth@100ms")
        bench.go(milliseconds: Int64.random(in: 100...3000, using: &chance))
        let prefix = market == .spot ? "/api/v3" : "/fapi/v1"
        var book = LocalBook(
            bench.object("\(prefix)/depth?symbol=BTCUSDT&limit=1000"), isFutures: market == .um)
        var checks = 0
        for _ in 0..<200 {
            bench.go(milliseconds: 100 * Int64.random(in: 1...20, using: &chance))
            // At a tenth of a second all that happened was told.
            let behind = bench.simulator.time(at: bench.moment).milliseconds % 100
            if behind > 0 { bench.go(milliseconds: 100 - behind) }
            for event in bench.events(socket) { book.take(event) }
            let own = bench.simulator.venues[0].symbols[0]
            #expect(book.gaps == 0, "seed \(seed)")
            // What happens at the tenth itself is told with the next.
            guard own.updateID == book.id else { continue }
            checks += 1
            let isSame = Side.allCases.allSatisfy { book.equals($0, own.book.levels($0)) }
            let isOpen = own.best.map { $0.bid.price < $0.ask.price } == true
            #expect(isSame && isOpen, "seed \(seed)")
        }
        #expect(checks > 150)
    }

    @Test(arguments: [MarketKind.spot, .um])
    func `quotes carry the ids of the book, and the best of it`(market: MarketKind) throws {
        var bench = Bench(wandering(5, seed: 3), market)
        let path = market == .spot ? "/stream" : "/public/stream"
        let streams = "btcusdt@bookTicker/btcusdt@depth@100ms/btcusdt@trade/btcusdt@depth5@100ms"
        let socket = try bench.open("\(path)?streams=\(streams)")
        let prefix = market == .spot ? "/api/v3" : "/fapi/v1"
        var book = LocalBook(bench.object("\(prefix)/depth?symbol=BTCUSDT"), isFutures: market == .um)
        bench.go(milliseconds: 4 * 60_000)
        var quote: [String: Any] = [:]
        var checks = 0
        for event in bench.events(socket) {
            let (name, data) = (event["stream"] as? String ?? "", event["data"] as? [String: Any] ?? [:])
            if name == "btcusdt@bookTicker" {
                #expect(whole(data["u"]) > (quote.isEmpty ? 0 : whole(quote["u"])))
                quote = data
            } else if name == "btcusdt@depth@100ms" {
                book.take(data)
                #expect(whole(quote["u"]) <= book.id)
                #expect(raw(quote["b"]) == book.best.bid && raw(quote["a"]) == book.best.ask)
                checks += 1
            } else if name == "btcusdt@depth5@100ms" {
                let bids = data[market == .spot ? "bids" : "b"] as? [[String]] ?? []
                #expect(bids.count == 5 && (quote.isEmpty || raw(bids[0][0]) == raw(quote["b"])))
            } else if name == "btcusdt@trade" {
                // The quote of before stood where it traded, or beside: the book moved to meet it.
                #expect(raw(data["p"]) > 0 && whole(data["t"]) > 0)
            }
        }
        #expect(checks > 100)
    }
}
