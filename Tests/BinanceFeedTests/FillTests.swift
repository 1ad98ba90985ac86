import Exchanges
import Market
import Messages
import Testing

@testable import BinanceFeed

@Suite struct FillTests {
    private let symbol = SymbolID(0)

    private func trades(_ exchange: FakeExchange) -> [Int64] {
        exchange.events.compactMap { if case .trade(let trade) = $0.message { trade.tradeID } else { nil } }
    }

    private func candles(_ exchange: FakeExchange) -> [Int64] {
        exchange.events.compactMap { if case .kline(let kline) = $0.message { kline.openTime.seconds / 60 } else { nil } }
    }

    private func count(_ exchange: FakeExchange, _ part: String) -> Int {
        exchange.log.count { if case .request(_, let request, _, _) = $0 { request.target.contains(part) } else { false } }
    }

    @Test func `trades and candles of an outage are fetched, in order and once`() throws {
        let exchange = try FakeExchange(["BTC/USDT"])
        exchange.start()
        let (first, history) = (exchange.market.tradeIDs[0] + 1, exchange.core.history)
        for _ in 0..<3 { exchange.tellTrade(symbol) }
        exchange.cutAll()
        exchange.refusesConnections = true
        for _ in 0..<250 {
            exchange.tellTrade(symbol)
            exchange.run(seconds: 1)
        }
        exchange.refusesConnections = false
        exchange.run(seconds: 35)
        for _ in 0..<3 { exchange.tellTrade(symbol) }
        exchange.run(seconds: 2)
        #expect(trades(exchange) == Array(first...exchange.market.tradeIDs[0]))
        #expect(exchange.core.trades.filled == 250 && exchange.core.trades.missing == 0)
        let last = try #require(history.last).openTime.seconds / 60
        let now = exchange.serverTime.seconds / 60
        #expect(candles(exchange) == Array(last + 1...now - 1))
        let closes = exchange.events.compactMap { if case .kline(let kline) = $0.message { kline } else { nil } }
        for kline in closes { #expect("\(kline.open)" == FakeMarket.figures(symbol, kline.openTime).0) }
    }

    @Test func `a long hole is fetched page by page`() throws {
        let exchange = try FakeExchange(["BTC/USDT"])
        exchange.start()
        exchange.tellTrade(symbol)
        let first = exchange.market.tradeIDs[0]
        for _ in 0..<2500 { _ = exchange.market.nextTrade(symbol, at: exchange.serverTime) }
        exchange.tellTrade(symbol)
        exchange.run(seconds: 1)
        #expect(trades(exchange) == Array(first...exchange.market.tradeIDs[0]))
        #expect(count(exchange, "aggTrades") == 3)
    }

    @Test func `a hole longer than is fetched is told as missing`() throws {
        let exchange = try FakeExchange(["BTC/USDT"]) { $0.longestTradeFill = 10 }
        exchange.start()
        exchange.tellTrade(symbol)
        for _ in 0..<11 { _ = exchange.market.nextTrade(symbol, at: exchange.serverTime) }
        exchange.tellTrade(symbol)
        exchange.run(seconds: 1)
        #expect(count(exchange, "aggTrades") == 0)
        #expect(exchange.core.trades.missing == 11 && trades(exchange).count == 2)
        #expect(exchange.notices == ["misses 11 trades of BTC/USDT: more than are fetched"])
    }

    @Test func `trades that the exchange no longer has are missing, and those that waited follow`() throws {
        let exchange = try FakeExchange(["BTC/USDT"])
        exchange.instead = { $0.target.contains("aggTrades") ? HTTPResponse(status: 200, body: Array("[]".utf8)) : nil }
        exchange.start()
        exchange.tellTrade(symbol)
        for _ in 0..<4 { _ = exchange.market.nextTrade(symbol, at: exchange.serverTime) }
        exchange.tellTrade(symbol)
        exchange.tellTrade(symbol)
        exchange.run(seconds: 1)
        #expect(trades(exchange).count == 3 && exchange.core.trades.missing == 4)
    }

    @Test func `a candle that the stream does not tell is asked for after its end`() throws {
        let exchange = try FakeExchange(["BTC/USDT"])
        exchange.start()
        exchange.run(seconds: 60)
        #expect(candles(exchange).count == 1)
        #expect(exchange.core.candles.filled == 1)
    }

    @Test func `a candle that the stream tells is told once, and its twin is dropped`() throws {
        let exchange = try FakeExchange(["BTC/USDT"])
        exchange.start()
        let wait = 60 - Double(exchange.serverTime.nanoseconds % 60_000_000_000) / 1e9 + 0.1
        exchange.run(seconds: wait)
        exchange.tellCandle(symbol)
        exchange.tellCandle(symbol)
        #expect(candles(exchange) == [exchange.serverTime.seconds / 60 - 1])
        #expect(exchange.core.candles.duplicates == 1)
        exchange.run(seconds: 20)
        #expect(exchange.core.candles.filled == 0 && exchange.core.candles.checked == 1)
        #expect(exchange.core.candles.differing == 0)
    }

    @Test func `a candle that differs from the exchange's own is told`() throws {
        let exchange = try FakeExchange(["BTC/USDT"])
        exchange.start()
        exchange.run(seconds: 60 - Double(exchange.serverTime.nanoseconds % 60_000_000_000) / 1e9 + 0.1)
        exchange.market.candleError = 1
        exchange.tellCandle(symbol)
        exchange.run(seconds: 20)
        #expect(exchange.core.candles.differing == 1)
        #expect(exchange.notices.contains { $0.hasPrefix("BTC/USDT's candle of") && $0.contains("the exchange keeps") })
    }

    @Test(arguments: [(429, "7", 7), (418, "200", 200), (429, "", 60), (418, "", 120)])
    func `nothing is asked for while the exchange wants none`(status: Int, header: String, seconds: Int) throws {
        let exchange = try FakeExchange(["BTC/USDT"])
        exchange.start()
        var refusals = 0
        exchange.instead = { request in
            guard refusals == 0 else { return nil }
            refusals += 1
            return HTTPResponse(
                status: status, headers: header.isEmpty ? [] : [HTTPHeader("retry-after", header)],
                body: Array("{\"code\":-1003,\"msg\":\"Too much\"}".utf8))
        }
        exchange.tellTrade(symbol)
        _ = exchange.market.nextTrade(symbol, at: exchange.serverTime)
        exchange.tellTrade(symbol)
        exchange.run(seconds: 0.05)
        #expect(refusals == 1)
        let before = count(exchange, "/")
        for _ in 0..<(seconds - 1) * 10 {
            exchange.tellTicker(symbol)
            exchange.run(seconds: 0.1)
        }
        #expect(count(exchange, "/") == before)
        exchange.run(seconds: 5)
        #expect(count(exchange, "/") > before)
        // After a minute the missing one is given up.
        #expect(trades(exchange).count == (seconds > 60 ? 2 : 3))
        #expect(exchange.notices.first == "may ask nothing for \(seconds) s (status \(status): -1003 Too much)")
    }

    @Test func `what waits for trades that can't be fetched is told after a minute`() throws {
        let exchange = try FakeExchange(["BTC/USDT"])
        exchange.start()
        exchange.instead = { _ in HTTPResponse(status: 418, headers: [HTTPHeader("Retry-After", "7200")]) }
        exchange.tellTrade(symbol)
        _ = exchange.market.nextTrade(symbol, at: exchange.serverTime)
        for _ in 0..<60 {
            exchange.tellTrade(symbol)
            exchange.run(seconds: 1)
        }
        #expect(trades(exchange).count == 1)
        for _ in 0..<5 {
            exchange.tellTrade(symbol)
            exchange.run(seconds: 1)
        }
        #expect(trades(exchange).count == 66 && exchange.core.trades.missing == 1)
        #expect(exchange.notices.contains("misses 1 trades of BTC/USDT: they are not to be had"))
    }

    @Test func `without an answer the start is tried again until there is one`() throws {
        let exchange = try FakeExchange(["BTC/USDT"])
        exchange.instead = { _ in HTTPResponse(status: 503) }
        exchange.run(seconds: 300)
        #expect(!exchange.core.isReady)
        exchange.instead = { _ in nil }
        exchange.run(seconds: 40)
        #expect(exchange.core.isReady && exchange.core.history.count == 5)
    }
}
