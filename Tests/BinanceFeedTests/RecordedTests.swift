import Exchanges
import Foundation
import Market
import Messages
import Storage
import TestSupport
import Testing

@testable import BinanceFeed

/// The recorded minutes of the exchange through the feed: its books hold what its quotes say.
@Suite struct RecordedTests {
    private struct Recording {
        var messages: [(at: Timestamp, text: [UInt8])] = []
        var snapshot = HTTPResponse(status: 200)
    }

    private static func recording(_ kind: MarketKind, _ name: String) throws -> Recording {
        var recording = Recording()
        let reader = try LineReader("samples/recordings/\(kind == .spot ? "spot" : "um")/\(name).jsonl.gz")
        while let line = reader.next() {
            let space = try #require(line.firstIndex(of: UInt8(ascii: " ")))
            let time = try #require(Int64(String(decoding: line[..<space], as: UTF8.self)))
            let body = Array(line[(space + 1)...])
            if body.starts(with: Array("{\"lastUpdateId".utf8)) {
                recording.snapshot.body = body
            } else {
                recording.messages.append((Timestamp(nanoseconds: time), body))
            }
        }
        return recording
    }

    @Test(arguments: zip([MarketKind.spot, .um], ["BTC/USDT", "ETH/USDT"]))
    func `books equal the recorded quotes of the same update, and no trade is lost or doubled`(
        kind: MarketKind, pair: String
    ) throws {
        let symbol = SymbolID(0)
        let recording = try Self.recording(kind, pair.filter { $0 != "/" })
        let exchange = try FakeExchange([pair], market: kind) { $0.singleTrades = true }
        exchange.instead = { $0.target.contains("/depth") ? recording.snapshot : nil }
        exchange.run(seconds: 10)
        let line = ConnectionID(1)
        var book = OpeningBook(symbol: symbol)
        var (compared, differing) = (0, 0)
        var last: Int64 = 0
        var bestAt: [Int64: (BookLevel, BookLevel)] = [:]
        var trades: [Int64] = []
        for (_, text) in recording.messages {
            exchange.now += FakeExchange.millisecond
            text.withUnsafeBytes { exchange.core.received($0, on: line, at: exchange.moment) }
            exchange.events.removeAll()
            exchange.settle()
            if exchange.snapshotCount > 0, exchange.core.books.isWaiting(symbol) { exchange.run(seconds: 0.05) }
            for event in exchange.events {
                switch event.message {
                case .depth(let depth):
                    book.take(depth)
                    last = depth.updateID
                    if depth.isLast, let bid = book.book.bids.first, let ask = book.book.asks.first {
                        bestAt[last] = (bid, ask)
                        #expect(bid.price < ask.price)
                    }
                case .trade(let trade): trades.append(trade.tradeID)
                default: break
                }
            }
        }
        let json = try #require(JSONReader())
        for (_, text) in recording.messages {
            let message = try text.withUnsafeBytes { (bytes) throws(FeedProblem) in try json.read(bytes) }
            guard message.kind == .ticker, let best = bestAt[message.last_id] else { continue }
            let ticker = try message.ticker(symbol)
            compared += 1
            let isEqual = ticker.bid == best.0.price && ticker.bidQuantity == best.0.quantity
                && ticker.ask == best.1.price && ticker.askQuantity == best.1.quantity
            if !isEqual { differing += 1 }
        }
        #expect(compared > 20 && differing == 0, "\(compared) compared")
        #expect(exchange.core.books.breaks(symbol) == 0 && exchange.core.complaints.count == 0)
        #expect(trades.count > 2000 && zip(trades, trades.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test func `what is recorded of the feed is played by replay with the same prices`() throws {
        let exchange = try FakeExchange(["BTC/USDT"])
        var lines: [UInt8] = []
        exchange.start()
        for event in 0..<50 {
            let text = event % 2 == 0
                ? "{\"stream\":\"btcusdt@aggTrade\",\n\"data\":\(exchange.market.nextTrade(SymbolID(0), at: exchange.serverTime))}"
                : "{\"stream\":\"btcusdt@bookTicker\",\"data\":\(exchange.market.ticker(SymbolID(0)))}"
            exchange.run(seconds: 0.1)
            Array(text.utf8).withUnsafeBytes { RecordingLine.append($0, at: exchange.moment.wall, to: &lines) }
            exchange.give(text, to: ConnectionID(1))
            if event == 10 {
                let request = HTTPRequest(.get, "/api/v3/depth?symbol=BTCUSDT&limit=1000")
                let body = Array(exchange.market.snapshot(SymbolID(0)).utf8)
                RecordingLine.append(
                    HTTPResponse(status: 200, body: body), to: request, base: "http://x", at: exchange.moment.wall,
                    into: &lines)
            }
        }
        exchange.settle()
        #expect(!RecordingLine.append(
            HTTPResponse(status: 200), to: HTTPRequest(.get, "/api/v3/time"), base: "http://x",
            at: exchange.moment.wall, into: &lines))
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let path = folder.path + "/BTCUSDT.jsonl"
        try Data(lines).write(to: URL(fileURLWithPath: path))
        var source = try RecordingSource([path], instruments: exchange.market.instruments)
        var played: [Message] = []
        var event = MarketEvent.none
        while try source.next(into: &event) { played.append(event.message) }
        let live = exchange.events.map(\.message).filter { $0.kind == .trade || $0.kind == .ticker }
        #expect(played.filter { $0.kind != .depth } == live.suffix(50))
        #expect(played.contains { $0.kind == .depth })
        #expect(source.report.lastLine == nil)
    }
}
