import Exchanges
import Market
import Messages
import TestSupport
import Testing

@testable import BinanceFeed

@Suite struct BadInputTests {
    private let line = ConnectionID(1)

    @Test(arguments: [
        "", "{", "[]", "nonsense", "{\"stream\":\"btcusdt@trade\",\"data\":", "{\"stream\":1,\"data\":{}}", "null",
        "{\"stream\":\"btcusdt@aggTrade\",\"data\":{\"e\":\"aggTrade\",\"E\":1,\"s\":\"BTCUSDT\",\"a\":-1,\"p\":\"1\",\"q\":\"1\",\"m\":true}}",
        "{\"stream\":\"btcusdt@aggTrade\",\"data\":{\"e\":\"aggTrade\",\"s\":\"BTCUSDT\",\"a\":1,\"p\":\"1e99\",\"q\":\"1\",\"m\":true}}",
        "{\"stream\":\"btcusdt@aggTrade\",\"data\":{\"e\":\"aggTrade\",\"s\":\"BTCUSDT\",\"a\":1,\"p\":\"0\",\"q\":\"1\",\"m\":true}}",
        "{\"stream\":\"btcusdt@aggTrade\",\"data\":{\"e\":\"aggTrade\",\"s\":\"BTCUSDT\",\"a\":99999999999999999999,\"p\":\"1\",\"q\":\"1\",\"m\":true}}",
        "{\"stream\":\"btcusdt@bookTicker\",\"data\":{\"u\":99999,\"s\":\"BTCUSDT\",\"b\":\"NaN\",\"B\":\"1\",\"a\":\"2\",\"A\":\"1\"}}",
        "{\"stream\":\"btcusdt@bookTicker\",\"data\":{\"u\":99999,\"s\":\"BTCUSDT\",\"b\":\"-1\",\"B\":\"1\",\"a\":\"2\",\"A\":\"1\"}}",
        "{\"stream\":\"btcusdt@depth@100ms\",\"data\":{\"e\":\"depthUpdate\",\"s\":\"BTCUSDT\",\"U\":9,\"u\":8,\"b\":[],\"a\":[]}}",
        "{\"stream\":\"btcusdt@depth@100ms\",\"data\":{\"e\":\"depthUpdate\",\"s\":\"BTCUSDT\",\"U\":1,\"u\":8,\"b\":[[\"1\"]],\"a\":[]}}",
        "{\"stream\":\"btcusdt@depth@100ms\",\"data\":{\"e\":\"depthUpdate\",\"s\":\"BTCUSDT\",\"U\":1,\"u\":8,\"b\":[[\"1\",\"-4\"]],\"a\":[]}}",
        "{\"stream\":\"btcusdt@kline_1m\",\"data\":{\"e\":\"kline\",\"s\":\"BTCUSDT\",\"k\":{\"t\":7,\"i\":\"1m\",\"x\":true,\"o\":\"1\",\"h\":\"1\",\"l\":\"1\",\"c\":\"1\",\"v\":\"1\",\"q\":\"1\"}}}",
        "{\"stream\":\"btcusdt@kline_1m\",\"data\":{\"e\":\"kline\",\"s\":\"BTCUSDT\",\"k\":{\"t\":60000,\"i\":\"1m\",\"x\":true,\"o\":\"1\",\"h\":\"1\",\"l\":\"2\",\"c\":\"1\",\"v\":\"1\",\"q\":\"1\"}}}",
        "{\"stream\":\"btcusdt@aggTrade\",\"data\":{\"e\":\"aggTrade\",\"s\":\"BTCUSDT\",\"a\":1,\"p\":\"1\",\"q\":\"90071992.54740993\",\"m\":true}}",
        "{\"stream\":\"xyzusdt@trade\",\"data\":{\"e\":\"trade\",\"s\":\"XYZUSDT\",\"t\":1,\"p\":\"1\",\"q\":\"1\",\"m\":true}}",
        "{\"stream\":\"\\u202Ebtc\",\"data\":{\"e\":\"what\\u001b[2J\",\"s\":\"\\u0000\"}}",
        "{\"stream\":\"btcusdt@forceOrder\",\"data\":{\"e\":\"forceOrder\",\"s\":\"BTCUSDT\"}}",
    ])
    func `what can't be used is counted and told, and the feed goes on`(text: String) throws {
        let exchange = try FakeExchange(["BTC/USDT"])
        exchange.start()
        exchange.events.removeAll()
        exchange.give(text, to: line)
        exchange.settle()
        #expect(exchange.core.complaints.count == 1 && exchange.feed.complaints.count == 1)
        let told = exchange.core.complaints.lines.first ?? ""
        #expect(told.count < 400 && told.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E }, "\(told)")
        #expect(exchange.events.isEmpty)
        exchange.tellTrade(SymbolID(0))
        exchange.tellTicker(SymbolID(0))
        exchange.tellDepth(SymbolID(0))
        #expect(Set(exchange.events.map(\.message.kind)) == [.trade, .ticker, .depth])
    }

    @Test func `a complaint names the stream, and the stream counts it`() throws {
        let exchange = try FakeExchange(["BTC/USDT"])
        exchange.start()
        exchange.give(
            "{\"stream\":\"btcusdt@bookTicker\",\"data\":{\"u\":99999,\"s\":\"BTCUSDT\",\"b\":\"x\",\"B\":\"1\",\"a\":\"2\",\"A\":\"1\"}}",
            to: line)
        #expect(exchange.core.complaints.lines == [
            "got btcusdt@bookTicker that can't be used: b is \"x\"; expected a price above zero with at most 8 decimals"
        ])
        #expect(exchange.core.streams.unusable(StreamTable.place(SymbolID(0), .ticker)) == 1)
    }

    @Test func `an oversized message and one that nests a hundred thousand times are refused`() throws {
        let exchange = try FakeExchange(["BTC/USDT"])
        exchange.start()
        exchange.give(String(repeating: " ", count: 2 << 20), to: line)
        exchange.give("{\"data\":" + String(repeating: "[", count: 100_000) + "}", to: line)
        exchange.give("{\"data\":{\"x\":" + String(repeating: "{\"a\":", count: 50_000) + "1" + String(repeating: "}", count: 50_002), to: line)
        #expect(exchange.core.complaints.count == 3)
    }

    @Test func `prices are exact to the eighth decimal`() throws {
        let exchange = try FakeExchange(["BTC/USDT"])
        exchange.start()
        exchange.give(
            "{\"stream\":\"btcusdt@aggTrade\",\"data\":{\"e\":\"aggTrade\",\"E\":1,\"s\":\"BTCUSDT\",\"a\":1,\"p\":\"22517998.13685247\",\"q\":\"0.00000001\",\"m\":true}}",
            to: line)
        exchange.settle()
        guard case .trade(let trade)? = exchange.events.last?.message else { Issue.record("no trade"); return }
        #expect(trade.price.raw == 2_251_799_813_685_247 && trade.quantity.raw == 1)
    }

    @Test(arguments: Array(UInt64(1)...8))
    func `mutated messages and answers neither end the feed nor leave a crossed state behind`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let exchange = try FakeExchange(["BTC/USDT"], market: seed % 2 == 0 ? .spot : .um, seed: seed)
        exchange.start()
        for _ in 0..<2000 {
            let good = [
                exchange.market.nextTrade(SymbolID(0), at: exchange.serverTime), exchange.market.ticker(SymbolID(0)),
                exchange.market.nextDiff(SymbolID(0), at: exchange.serverTime),
                exchange.market.closedCandle(SymbolID(0), exchange.serverTime.floor(to: .minutes(1)) - .minutes(1), at: exchange.serverTime),
                "{\"result\":null,\"id\":1}", "{\"error\":{\"code\":2,\"msg\":\"x\"},\"id\":1}",
            ]
            var bytes = Array(good[Int.random(in: 0..<good.count, using: &random)].utf8)
            for _ in 0...Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0...3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &random)], at: place)
                default: bytes.removeSubrange(place...)
                }
            }
            for id in exchange.subscribed.keys.sorted(by: { $0.value < $1.value }) {
                bytes.withUnsafeBytes { exchange.core.received($0, on: id, at: exchange.moment) }
            }
            exchange.run(seconds: 0.01)
        }
        #expect(exchange.core.complaints.count > 100, "seed \(seed)")
        #expect(exchange.core.complaints.lines.count <= 20)
        for line in exchange.core.complaints.lines { #expect(line.count < 400, "seed \(seed)") }
        #expect(exchange.core.isReady, "seed \(seed)")
    }
}
