import Exchanges
import Market
import Messages
import TestSupport
import Testing

@testable import OKXFeed

@Suite struct ConnectionTests {
    private let symbol = SymbolID(0)

    private func subscriptions(_ exchange: FakeOKX) -> [String] {
        exchange.sent.map(\.text).filter { $0.hasPrefix("{\"op\":\"subscribe\"") }
    }

    @Test func `it asks for time, instruments and history, and then subscribes on two connections`() throws {
        let kline = Kline(
            symbol, .m1,
            Candle(
                openTime: Timestamp(milliseconds: 1_652_459_160_000), closeTime: Timestamp(milliseconds: 1_652_459_220_000),
                open: Price(1), high: Price(3), low: Price(1), close: Price(2), volume: 5, quoteVolume: 10))
        var exchange = try FakeOKX(Recording.table(["BTC/USDT", "ETH/USDT"])) { settings in
            settings.historyCandles = 3
        }
        #expect(exchange.requests.map(\.target) == [
            "/api/v5/public/time", "/api/v5/public/instruments?instType=SPOT",
            "/api/v5/market/candles?instId=BTC-USDT&bar=1m&before=1652459039999&after=1652477040000&limit=300",
            "/api/v5/market/candles?instId=ETH-USDT&bar=1m&before=1652459039999&after=1652477040000&limit=300",
        ])
        #expect(exchange.core.isReady && exchange.standing.count == 2)
        let wanted = ["BTC-USDT", "ETH-USDT"].flatMap { name in
            ["tickers", "trades", "books"].map { "{\"channel\":\"\($0)\",\"instId\":\"\(name)\"}" }
        }.joined(separator: ",")
        #expect(exchange.sent.first?.text == "{\"op\":\"subscribe\",\"args\":[\(wanted)]}")
        #expect(subscriptions(exchange).count == 2)
        exchange.give(Texts.candle(kline, of: "BTC-USDT", confirm: false), on: exchange.standing.last)
        #expect(exchange.take().isEmpty, "a candle that still changes")
        exchange.give(Texts.candle(kline, of: "BTC-USDT"), on: exchange.standing.last)
        #expect(exchange.take().map(\.message) == [.kline(kline)])
    }

    @Test func `history comes newest first in pages, and old ones lie elsewhere`() throws {
        let candles: (HTTPRequest) -> HTTPResponse? = { request in
            guard let after = request.target.firstMatch(of: /after=(\d+)/).flatMap({ Int64($0.1) }),
                let before = request.target.firstMatch(of: /before=(\d+)/).flatMap({ Int64($0.1) })
            else { return nil }
            let rows = stride(from: after - 60_000, to: before, by: -60_000).map { "[\"\($0)\",\"1\",\"2\",\"1\",\"2\",\"5\",\"9\",\"9\",\"1\"]" }
            let body = "{\"code\":\"0\",\"msg\":\"\",\"data\":[\(rows.joined(separator: ","))]}"
            return HTTPResponse(status: 200, body: Array(body.utf8))
        }
        var settings = OKXFeedSettings(at: .mainnet, seed: 1)
        settings.historyCandles = 1500
        var core = try OKXFeedCore(Recording.table(), settings)
        var moment = Moment(monotonic: 0, wall: Timestamp(milliseconds: 1_652_459_224_000))
        var targets: [String] = []
        while !core.isReady, targets.count < 100 {
            core.wake(at: moment)
            for case .request(let id, let request, _, _) in core.takeCommands() {
                targets.append(request.target)
                let body = TapeExchange.answer(to: request, at: moment.wall, ["BTC-USDT"])
                core.answered(id, candles(request) ?? HTTPResponse(status: 200, body: body), at: moment)
            }
            moment.monotonic += 100_000_000
            moment.wall = moment.wall + .milliseconds(100)
        }
        #expect(core.history.count == 1500, "\(core.history.count)")
        #expect(zip(core.history, core.history.dropFirst()).allSatisfy { $0.closeTime == $1.openTime })
        #expect(targets.count { $0.contains("/history-candles") } == 2 && targets.count { $0.contains("/market/candles") } == 5)
        #expect(core.complaints.count == 0)
    }

    @Test func `after a silence it sends ping, and without pong it connects anew, with all channels`() throws {
        var exchange = try FakeOKX(Recording.table())
        exchange.run(seconds: 20)
        #expect(exchange.sent.count { $0.text == "ping" } == 2 && exchange.core.lines.losses == 0)
        exchange.give(Texts.snapshot(1))
        _ = exchange.take()
        exchange.answersPings = false
        exchange.run(seconds: 40)
        #expect(exchange.core.lines.losses >= 2)
        #expect(exchange.notices.contains { $0.contains("\"ping\" was not answered within 10 s") }, "\(exchange.notices)")
        let events = exchange.take()
        guard case .depth(let depth)? = events.first?.message else { Issue.record("\(events)"); return }
        #expect(depth.isSnapshot && depth.levels.count == 0, "the book is lost with its connection")
        exchange.answersPings = true
        exchange.run(seconds: 60)
        #expect(exchange.standing.count == 2 && exchange.core.books.isWaiting(symbol))
        exchange.give(Texts.snapshot(5))
        exchange.give(Texts.trade(7))
        #expect(Set(exchange.take().map(\.message.kind)) == [.depth, .ticker, .trade])
    }

    @Test func `a connection whose messages are all late is replaced`() throws {
        var exchange = try FakeOKX(Recording.table()) { $0.lagLimit = 5 * FakeOKX.second }
        exchange.give(Texts.snapshot(1))
        for _ in 0..<40 {
            exchange.give(Texts.ticker("1", "2"))
            exchange.run(seconds: 0.5)
        }
        #expect(exchange.core.lines.losses == 0, "of quotes and of what begins a channel the time is old")
        exchange.give(Texts.snapshot(1))
        for id in 1...40 {
            exchange.give(Texts.book("update", id, id + 1, bids: [("100", "\(id)")]))
            exchange.run(seconds: 0.5)
        }
        #expect(exchange.core.lines.losses >= 1)
        #expect(exchange.notices.contains { $0.contains(" ms behind for 10 s") }, "\(exchange.notices)")
    }

    @Test func `attempts are apart by chance and ever longer, and never more than the exchange takes`() throws {
        var exchange = try FakeOKX(Recording.table())
        exchange.isReached = false
        for id in exchange.standing { exchange.cut(id) }
        let before = exchange.core.lines.losses
        exchange.run(seconds: 300)
        let attempts = exchange.core.lines.losses - before
        #expect((15...120).contains(attempts), "\(attempts) in five minutes")
        exchange.isReached = true
        exchange.run(seconds: 31)
        #expect(exchange.standing.count == 2)
    }

    @Test func `told that a connection ends it makes a new one first, and loses nothing`() throws {
        var exchange = try FakeOKX(Recording.table())
        let old = exchange.standing[0]
        exchange.give(Texts.snapshot(10), on: old)
        exchange.give(Texts.trade(1), on: old)
        exchange.givesChannels = false
        exchange.give(
            "{\"event\":\"notice\",\"code\":\"64008\",\"msg\":\"The connection will soon be closed for a service upgrade. Please reconnect.\",\"connId\":\"a4d3ae55\"}",
            on: old)
        exchange.run(seconds: 1)
        #expect(exchange.standing.count == 3)
        let new = exchange.standing[2]
        exchange.give(Texts.book("update", 10, 11, bids: [("100", "4")]), on: old)
        for channel in ["tickers", "trades", "books"] {
            exchange.give("{\"event\":\"subscribe\",\"arg\":{\"channel\":\"\(channel)\",\"instId\":\"BTC-USDT\"}}", on: new)
        }
        exchange.give(Texts.snapshot(11), on: new)
        exchange.give(Texts.book("update", 11, 12, bids: [("100", "9")]), on: old)
        exchange.give(Texts.trade(1), on: new)
        exchange.give(Texts.book("update", 11, 12, bids: [("100", "6")]), on: new)
        exchange.run(seconds: 1)
        #expect(!exchange.standing.contains(old) && exchange.standing.count == 2)
        #expect(exchange.core.books.book(symbol)?.bids.first?.quantity == Quantity(6))
        #expect(exchange.core.books.breaks(symbol) == 0 && exchange.core.tradesDoubled == 1)
        let lost = exchange.take().contains {
            if case .depth(let depth) = $0.message { depth.isSnapshot && depth.levels.count == 0 } else { false }
        }
        #expect(!lost)
    }

    @Test func `a refused channel is found and told, and the others are had`() throws {
        var exchange = try FakeOKX(Recording.table(["BTC/USDT", "ETH/USDT"]))
        exchange.givesChannels = false
        exchange.cut(exchange.standing[0])
        exchange.run(seconds: 2)
        let id = try #require(exchange.standing.last)
        exchange.give(
            "{\"event\":\"error\",\"code\":\"60018\",\"msg\":\"Wrong URL or channel:books,instId:ETH-USDT doesn't exist.\",\"connId\":\"a4d3ae55\"}",
            on: id)
        func give(_ channel: String, _ instrument: String) {
            exchange.give("{\"event\":\"subscribe\",\"arg\":{\"channel\":\"\(channel)\",\"instId\":\"\(instrument)\"}}", on: id)
        }
        for channel in ["tickers", "trades", "books"] { give(channel, "BTC-USDT") }
        for _ in 0..<16 {
            exchange.give(Texts.ticker("1", "2"), on: id)
            exchange.run(seconds: 1)
        }
        #expect(subscriptions(exchange).suffix(3).allSatisfy { $0.contains("ETH-USDT") && $0.count < 80 }, "each alone")
        give("tickers", "ETH-USDT")
        give("trades", "ETH-USDT")
        for _ in 0..<18 {
            exchange.give(Texts.ticker("1", "2"), on: id)
            exchange.run(seconds: 1)
        }
        #expect(exchange.notices.contains("was refused books:ETH-USDT: 60018 Wrong URL or channel:books,instId:ETH-USDT doesn't exist."), "\(exchange.notices)")
        #expect(exchange.standing.contains(id))
    }

    @Test func `a candle that the channel did not tell is fetched, in its order`() throws {
        func kline(_ minute: Int64) -> Kline {
            let open = Timestamp(milliseconds: 1_652_459_220_000 + minute * 60_000)
            return Kline(
                symbol, .m1,
                Candle(
                    openTime: open, closeTime: open + .minutes(1), open: Price(1), high: Price(2), low: Price(1), close: Price(2),
                    volume: 5, quoteVolume: 9))
        }
        var exchange = try FakeOKX(Recording.table())
        exchange.instead = { request in
            guard request.target.contains("/market/candles") else { return nil }
            let rows = [kline(2), kline(1)].map { Texts.row($0) }.joined(separator: ",")
            return HTTPResponse(status: 200, body: Array("{\"code\":\"0\",\"msg\":\"\",\"data\":[\(rows)]}".utf8))
        }
        let business = exchange.standing[1]
        exchange.run(seconds: 60)
        exchange.give(Texts.candle(kline(0), of: "BTC-USDT"), on: business)
        exchange.run(seconds: 185)
        let times = exchange.take().compactMap { event -> Timestamp? in
            if case .kline(let kline) = event.message { kline.openTime } else { nil }
        }
        #expect(times == (0...2).map { kline($0).openTime })
    }
}
