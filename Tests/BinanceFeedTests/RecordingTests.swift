import Exchanges
import Foundation
import Market
import Messages
import Storage
import TestSupport
import Testing

@testable import BinanceFeed

/// What is recorded of the feed is what replay tells: every event, at its time.
@Suite struct RecordingTests {
    private func recorded(
        _ pairs: [String] = ["BTC/USDT", "ETH/USDT"], _ kind: MarketKind = .spot, seed: UInt64 = 1,
        _ change: (inout BinanceFeedSettings) -> Void = { _ in }
    ) throws -> FakeExchange {
        try FakeExchange(pairs, market: kind, seed: seed) {
            $0.isRecorded = true
            change(&$0)
        }
    }

    /// The files of a recording, one a symbol.
    private func files(_ exchange: FakeExchange, in folder: TemporaryFolder) throws -> [String] {
        var lines = exchange.market.instruments.instruments.map {
            BinanceFeedCore.recordingBeginning($0.exchangeName, at: Timestamp(nanoseconds: 1_000_000_000_000_000_001))
        }
        exchange.core.takeRecording { symbol, bytes, first in
            #expect(String(decoding: bytes, as: UTF8.self).hasPrefix("\(first.nanoseconds) "))
            lines[symbol.int] += Array(bytes)
        }
        #expect(exchange.core.recordedBytes == 0)
        return try zip(exchange.market.instruments.instruments, lines).map { instrument, bytes in
            let path = "\(folder.path)/\(instrument.exchangeName).jsonl"
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            return path
        }
    }

    /// Expects replay to tell each symbol's events as they were told.
    private func expectReplayed(_ exchange: FakeExchange, seed: UInt64 = 1) throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let table = exchange.market.instruments
        for (index, path) in try files(exchange, in: folder).enumerated() {
            var source = try RecordingSource([path], instruments: table, symbol: SymbolID(index))
            var played: [MarketEvent] = []
            var event = MarketEvent.none
            while try source.next(into: &event) { played.append(event) }
            let told = exchange.events.filter { $0.message.symbol.int == index }
            #expect(played.count == told.count, "seed \(seed), \(path)")
            let place = zip(played, told).enumerated().first { $0.element.0 != $0.element.1 }
            #expect(place == nil, "seed \(seed)")
            #expect(source.report.lastLine == nil && source.report.files.allSatisfy { $0.leftOut.count == 0 })
        }
    }

    @Test(arguments: [MarketKind.spot, .um])
    func `books, trades, quotes and candles through an outage, fetched ones among them`(kind: MarketKind) throws {
        let exchange = try recorded(["BTC/USDT", "ETH/USDT"], kind)
        exchange.start()
        let symbols = exchange.market.instruments.symbols
        for round in 0..<150 {
            for symbol in symbols {
                exchange.tellTrade(symbol)
                exchange.tellDepth(symbol)
                if round % 3 == 0 { exchange.tellTicker(symbol) }
                let name = exchange.market.name(symbol)
                exchange.tell(
                    "\(name.lowercased())@markPrice@1s",
                    "{\"e\":\"markPriceUpdate\",\"E\":\(exchange.serverTime.milliseconds),\"s\":\"\(name)\","
                        + "\"p\":\"10\(round).5\",\"r\":\"-0.000\(round)\",\"T\":1722499200000}")
            }
            exchange.refusesConnections = (40..<50).contains(round)
            if round == 40 { exchange.cutAll() }
            // A diff and a trade that nobody tells.
            if round == 90 {
                _ = exchange.market.nextDiff(symbols[0], at: exchange.serverTime)
                _ = exchange.market.nextTrade(symbols[0], at: exchange.serverTime)
            }
            exchange.run(seconds: 1)
        }
        let kinds = Dictionary(grouping: exchange.events, by: \.message.kind)
        #expect(kinds[.kline]?.count ?? 0 > 2 && exchange.core.trades.filled > 5)
        #expect(exchange.core.books.breaks(symbols[0]) > 0)
        #expect(exchange.events.count { if case .depth(let depth) = $0.message { depth.isSnapshot && depth.levels.count == 0 } else { false } } > 2)
        #expect((kinds[.mark]?.count ?? 0 > 200) == (kind == .um))
        try expectReplayed(exchange)
    }

    @Test(arguments: [MarketKind.spot, .um], Array(UInt64(1)...20))
    func `two connections that tell the same in any order`(kind: MarketKind, seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let exchange = try recorded(["BTC/USDT", "ETH/USDT"], kind, seed: seed) { $0.overlap = .max }
        exchange.start()
        for id in exchange.subscribed.keys { exchange.core.connections.renew(id, at: exchange.now) }
        exchange.run(seconds: 3)
        let told = (0..<300).map { _ in
            let symbol = SymbolID(Int.random(in: 0...1, using: &random))
            let (stream, data) =
                switch Int.random(in: 0...2, using: &random) {
                case 0: ("depth@100ms", exchange.market.nextDiff(symbol, at: exchange.serverTime))
                case 1: ("aggTrade", exchange.market.nextTrade(symbol, at: exchange.serverTime))
                default: ("bookTicker", exchange.market.ticker(symbol))
                }
            return "{\"stream\":\"\(exchange.market.stream(symbol, stream))\",\"data\":\(data)}"
        }
        let lines = kind == .spot ? [ConnectionID(1), ConnectionID(2)] : [ConnectionID(1), ConnectionID(3)]
        var places = [0, 0]
        while places != [told.count, told.count] {
            let line = Int.random(in: 0...1, using: &random)
            guard places[line] < told.count else { continue }
            exchange.give(told[places[line]], to: lines[line])
            places[line] += 1
            if random.once(in: 10) { exchange.run(seconds: 0.01) }
        }
        exchange.settle()
        try expectReplayed(exchange, seed: seed)
    }

    @Test func `what nobody is told stands in it too, and what came twice does not`() throws {
        let exchange = try recorded(["BTC/USDT"], .um)
        exchange.start()
        let symbol = SymbolID(0)
        let trade = exchange.market.nextTrade(symbol, at: exchange.serverTime)
        let open = exchange.market.closedCandle(symbol, exchange.serverTime.floor(to: .minutes(1)), at: exchange.serverTime)
            .replacingOccurrences(of: "\"x\":true", with: "\"x\":false")
        let mark = "{\"e\":\"markPriceUpdate\",\"E\":1,\"s\":\"BTCUSDT\",\"p\":\"1\",\"r\":\"0.0001\",\"T\":1722499200000}"
        for data in [trade, open, trade, mark] { exchange.give("{\"stream\":\"x\",\"data\":\(data)}", to: ConnectionID(2)) }
        exchange.give("{\"stream\":\"x\",\"data\":{\"e\":\"aggTrade\",\"s\":\"BTCUSDT\",\"a\":true}}", to: ConnectionID(2))
        var text = ""
        exchange.core.takeRecording { symbol, bytes, _ in text += String(decoding: bytes, as: UTF8.self) + "|\(symbol.int)" }
        func count(_ part: String) -> Int { text.components(separatedBy: part).count - 1 }
        #expect(count(trade) == 1 && count(open) == 1 && count(mark) == 1 && count("\"a\":true") == 0)
        #expect(text.hasSuffix("\n|0"))
        let told = ContractMark(
            symbol: symbol, price: Price(1), fundingRate: 0.0001, nextFunding: Timestamp(milliseconds: 1_722_499_200_000))
        exchange.settle()
        #expect(exchange.events.last?.message == .mark(told) && exchange.core.markPrice(symbol) == told)
        let before = exchange.core.complaints.count
        exchange.give(
            "{\"stream\":\"x\",\"data\":\(mark.replacingOccurrences(of: "0.0001", with: "0.1001"))}", to: ConnectionID(2))
        #expect(exchange.core.complaints.count == before + 1 && exchange.core.markPrice(symbol) == told)
    }

    @Test func `a candle that is told after a restart is recorded as one of the stream`() throws {
        let exchange = try recorded(["BTC/USDT"])
        exchange.start()
        let kline = try #require(exchange.core.history.last)
        exchange.core.takeRecording { _, _, _ in }
        exchange.core.recordMissed(kline)
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let paths = try files(exchange, in: folder)
        var source = try RecordingSource(paths, instruments: exchange.market.instruments)
        var event = MarketEvent.none
        #expect(try source.next(into: &event) && event.message == .kline(kline))
    }
}
