import Exchanges
import Market
import Messages
import Testing

@testable import BinanceFeed

@Suite struct StartTests {
    @Test func `time, symbols and history come first, then one connection with all streams`() throws {
        let exchange = try FakeExchange()
        exchange.run(seconds: 10)
        #expect(exchange.core.isReady)
        let targets = exchange.log.compactMap { command in
            if case .request(_, let request, let base, _) = command { return base + request.target }
            return nil
        }
        #expect(targets.prefix(2) == ["http://x/api/v3/time", "http://x/api/v3/exchangeInfo"])
        #expect(targets.dropFirst(2).prefix(2).allSatisfy { $0.hasPrefix("http://x/api/v3/klines?symbol=") })
        let opened = exchange.log.compactMap { if case .open(_, let url) = $0 { url } else { nil } }
        #expect(opened == ["ws://x/stream"])
        #expect(exchange.subscribed.values.first == [
            "btcusdt@bookTicker", "btcusdt@aggTrade", "btcusdt@kline_1m", "btcusdt@depth@100ms",
            "ethusdt@bookTicker", "ethusdt@aggTrade", "ethusdt@kline_1m", "ethusdt@depth@100ms",
        ])
        #expect(exchange.notices.isEmpty && exchange.core.complaints.count == 0)
    }

    @Test func `the history is the closed candles, by time and symbol, up to the exchange's minute`() throws {
        let exchange = try FakeExchange()
        exchange.run(seconds: 10)
        let minute = exchange.serverTime.floor(to: .minutes(1))
        #expect(exchange.core.history.map(\.symbol.int) == Array(repeating: [0, 1], count: 5).flatMap { $0 })
        #expect(exchange.core.history.last?.closeTime == minute)
        #expect(exchange.core.history.first?.openTime == minute - .minutes(5))
    }

    @Test func `futures have two connections, each with the streams of its route`() throws {
        let exchange = try FakeExchange(["BTC/USDT"], market: .um)
        exchange.run(seconds: 10)
        let opened = exchange.log.compactMap { if case .open(_, let url) = $0 { url } else { nil } }
        #expect(opened == ["ws://x/public/stream", "ws://x/market/stream"])
        #expect(exchange.subscribed[ConnectionID(1)] == ["btcusdt@bookTicker", "btcusdt@depth@100ms"])
        #expect(exchange.subscribed[ConnectionID(2)] == [
            "btcusdt@aggTrade", "btcusdt@kline_1m", "btcusdt@markPrice@1s",
        ])
    }

    @Test func `symbols that are unknown or don't trade are told by name and left out`() throws {
        let exchange = try FakeExchange(["BTC/USDT", "OLD/USDT", "NIX/USDT"])
        exchange.market.halted = ["OLD/USDT"]
        exchange.market.unlisted = ["NIX/USDT"]
        exchange.run(seconds: 10)
        #expect(exchange.core.isReady)
        #expect(exchange.notices == [
            "leaves OLD/USDT out: it is HALT there, not TRADING", "leaves NIX/USDT out: it is unknown there",
        ])
        #expect(exchange.subscribed.values.first?.count == 4)
    }

    @Test func `where no pair trades it asks again, and begins when one does`() throws {
        let exchange = try FakeExchange(["BTC/USDT", "OLD/USDT"])
        exchange.market.halted = ["BTC/USDT"]
        exchange.market.unlisted = ["OLD/USDT"]
        exchange.run(seconds: 90)
        #expect(!exchange.core.isReady && !exchange.core.knowsNoPair)
        #expect(exchange.notices.first == "finds no pair that trades (all are HALT or unknown), and asks again in a minute")
        exchange.market.halted = []
        exchange.run(seconds: 60)
        #expect(exchange.core.isReady)
    }

    @Test func `an exchange that knows none of the pairs is told as one`() throws {
        let exchange = try FakeExchange(["BTC/USDT", "OLD/USDT"])
        exchange.market.unlisted = ["BTC/USDT", "OLD/USDT"]
        exchange.run(seconds: 10)
        #expect(!exchange.core.isReady && exchange.core.knowsNoPair)
    }

    @Test func `a candle that ended while the answer was on its way is none of the history`() throws {
        let exchange = try FakeExchange(["BTC/USDT"])
        // Asked in the last seconds of a minute, answered in the next.
        let minute = exchange.serverTime.next(multipleOf: .minutes(1))
        exchange.run(seconds: Double((minute - exchange.serverTime).nanoseconds) / 1e9 - 3)
        exchange.instead = { request in
            guard request.target.contains("/klines") else { return nil }
            let open = (minute - .minutes(1)).milliseconds
            let row = { (open: Int64) in "[\(open),\"1\",\"2\",\"1\",\"2\",\"5\",\(open + 59_999),\"9\",1,\"1\",\"1\",\"0\"]" }
            return HTTPResponse(status: 200, body: Array("[\(row(open - 60_000)),\(row(open))]".utf8))
        }
        exchange.wayBack = { $0.target.contains("/klines") ? 5 * FakeExchange.second : 0 }
        exchange.core = try BinanceFeedCore(exchange.market.instruments, exchange.core.settings)
        exchange.run(seconds: 30)
        #expect(exchange.core.isReady)
        #expect(exchange.core.history.map(\.closeTime) == [minute - .minutes(1)])
    }

    @Test func `names of other letters go into queries and messages as the exchange wants them`() {
        #expect(QueryText.escaped("币安人生USDT") == "%E5%B8%81%E5%AE%89%E4%BA%BA%E7%94%9FUSDT")
        let names = StreamNames(["币安USDT", "A\"B"], singleTrades: false)
        #expect(names.subscribe([0, 5], id: 3)
            == "{\"method\":\"SUBSCRIBE\",\"params\":[\"币安usdt@bookTicker\",\"a\\\"b@bookTicker\"],\"id\":3}")
    }

    @Test func `three hundred symbols are subscribed step by step, over as many connections as the limit wants`() throws {
        let exchange = try FakeExchange((0..<300).map { "C\($0)/USDT" })
        exchange.run(seconds: 30)
        #expect(exchange.subscribed.values.map(\.count).sorted() == [200, 1000])
        let sends = exchange.log.filter { if case .send = $0 { true } else { false } }
        #expect(sends.count == 12)
        #expect(exchange.core.complaints.count == 0)
    }

    @Test func `the first price of each stream becomes an event of the exchange's time`() throws {
        let exchange = try FakeExchange(["BTC/USDT"])
        exchange.start()
        exchange.events.removeAll()
        exchange.tellTicker(SymbolID(0))
        exchange.tellTrade(SymbolID(0))
        #expect(exchange.events.map(\.message.kind) == [.ticker, .trade])
        let offset = exchange.events[0].time.nanoseconds - exchange.serverTime.nanoseconds
        #expect(abs(offset) <= exchange.core.clock.error.nanoseconds)
        #expect(exchange.core.sent[0] > 2)
    }
}
