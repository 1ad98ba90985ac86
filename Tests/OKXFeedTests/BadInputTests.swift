import Exchanges
import Market
import Messages
import TestSupport
import Testing

@testable import OKXFeed

@Suite struct BadInputTests {
    @Test(arguments: [
        "", "{", "[]", "nonsense", "null", "{\"arg\":1}", "{\"arg\":{\"channel\":\"trades\"},\"data\":", "{\"data\":[]}",
        "{\"event\":\"what\\u001b[2J\"}", "{\"arg\":{\"channel\":\"\\u202Etrades\",\"instId\":\"BTC-USDT\"},\"data\":[]}",
        Texts.message("trades", "{}"), Texts.message("trades", ""), Texts.message("trades", "[]"), Texts.message("trades", "7"),
        Texts.trade(1, "0"), Texts.trade(1, "-1"), Texts.trade(1, "1e99"), Texts.trade(1, "NaN"), Texts.trade(1, "0.123456789"),
        Texts.trade(1, side: "both"), Texts.trade(-1), Texts.trade(1, instrument: "XYZ-USDT"), Texts.trade(1, instrument: "BTC-USDT-SWAP"),
        Texts.ticker("", "1"), Texts.ticker("1", "0"), Texts.message("tickers", "{},{}"), Texts.message("mark-price", "{}"),
        Texts.book("snapshot", -1, 1, bids: [("1", "-4")]), Texts.book("snapshot", -1, 1, bids: [("1", "90071992.54740993")]),
        Texts.book("replace", -1, 1), Texts.message("books", "{\"bids\":[[\"1\"]],\"asks\":[],\"ts\":\"1\"}"),
        "{\"arg\":{\"channel\":\"books\",\"instId\":\"BTC-USDT\"},\"action\":\"update\",\"data\":[{\"asks\":{},\"bids\":[],\"ts\":\"1\"}]}",
        "{\"arg\":{\"channel\":\"books\",\"instId\":\"BTC-USDT\"},\"action\":\"update\",\"data\":[{\"asks\":[],\"bids\":[],\"ts\":\"1\",\"seqId\":99999999999999999999}]}",
        Texts.message("candle1m", "[\"7\",\"1\",\"1\",\"1\",\"1\",\"1\",\"1\",\"1\",\"1\"]"),
        Texts.message("candle1m", "[\"60000\",\"1\",\"1\",\"2\",\"1\",\"1\",\"1\",\"1\",\"1\"]"),
        Texts.message("candle1m", "[\"60000\",\"1\",\"1\",\"1\",\"1\",\"1\",\"1\",\"1\",\"2\"]"), Texts.message("candle1m", "[]"),
    ])
    func `what can't be used is counted and told, and the feed goes on`(text: String) throws {
        var exchange = try FakeOKX(Recording.table())
        exchange.give(text)
        #expect(exchange.core.complaints.count == 1 && exchange.feed.complaints.count == 1, "\(exchange.core.complaints.lines)")
        let told = exchange.core.complaints.lines.first ?? ""
        #expect(told.count < 400 && told.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E }, "\(told)")
        #expect(exchange.take().isEmpty)
        exchange.give(Texts.trade(2))
        exchange.give(Texts.snapshot(1))
        #expect(Set(exchange.take().map(\.message.kind)) == [.trade, .depth, .ticker])
    }

    @Test func `cut off and oversized messages are counted with the name of their channel`() throws {
        let place = ChannelTable.place(SymbolID(0), .trade)
        var exchange = try FakeOKX(Recording.table())
        let text = Texts.trade(1)
        let cuts = [60, 80, 100, text.count - 1]
        for length in cuts { exchange.give(String(text.prefix(length))) }
        exchange.give(text.dropLast() + String(repeating: " ", count: 2 << 20) + "}")
        #expect(exchange.core.complaints.count == 5)
        #expect(exchange.core.complaints.lines.allSatisfy { $0.hasPrefix("got trades:BTC-USDT that can't be used: ") })
        #expect(exchange.core.streams.unusable(place) == 5)
        exchange.give(String(repeating: " ", count: 2 << 20))
        exchange.give("{\"data\":" + String(repeating: "[", count: 100_000) + "}")
        exchange.give("{\"arg\":" + String(repeating: "{\"a\":", count: 50_000) + "1" + String(repeating: "}", count: 50_001))
        #expect(exchange.core.complaints.count == 8 && exchange.core.streams.unusable(place) == 5)
        exchange.give(text)
        #expect(exchange.take().count == 1)
    }

    @Test func `prices are exact to the eighth decimal`() throws {
        var exchange = try FakeOKX(Recording.table())
        exchange.give(Texts.trade(1, "22517998.13685247"))
        guard case .trade(let trade)? = exchange.take().last?.message else { Issue.record("no trade"); return }
        #expect(trade.price.raw == 2_251_799_813_685_247)
    }

    @Test(arguments: Array(UInt64(1)...8))
    func `mutated messages neither end the feed nor leave a crossed book behind`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var exchange = try FakeOKX(Recording.table())
        let texts = Recording.lines.compactMap { line -> [UInt8]? in
            guard case .received(_, let start)? = line.withUnsafeBytes({ TapeLine($0) }) else { return nil }
            return Array(line[start...])
        }
        for text in texts {
            var text = text
            if Bool.random(using: &random) {
                for _ in 0..<Int.random(in: 1...4, using: &random) where !text.isEmpty {
                    let place = Int.random(in: 0..<text.count, using: &random)
                    switch Int.random(in: 0..<4, using: &random) {
                    case 0: text[place] = UInt8.random(in: 0...255, using: &random)
                    case 1: text.removeLast(text.count - place)
                    case 2: text.remove(at: place)
                    default: text.insert(text[Int.random(in: 0..<text.count, using: &random)], at: place)
                    }
                }
            }
            exchange.give(text)
            if let book = exchange.core.books.book(SymbolID(0)), let bid = book.bids.first, let ask = book.asks.first {
                #expect(bid.price < ask.price)
            }
        }
        #expect(exchange.core.complaints.count > 10, "seed \(seed)")
        exchange.give(Texts.trade(999_999_999))
        #expect(exchange.take().last?.message.kind == .trade)
    }

    @Test func `answers that can't be used are asked for again, and the start goes on when one can`() throws {
        var broken = ["", "[]", "{\"code\":\"50011\",\"msg\":\"Too Many Requests\",\"data\":[]}", "{\"code\":\"0\",\"msg\":\"\",\"data\":[{}]}"]
        var settings = OKXFeedSettings(at: .mainnet, seed: 1)
        settings.historyCandles = 0
        var core = try OKXFeedCore(Recording.table(), settings)
        var moment = Moment(monotonic: 0, wall: Timestamp(milliseconds: 1_652_459_224_000))
        for _ in 0..<1200 where !core.isReady {
            core.wake(at: moment)
            for case .request(let id, let request, _, _) in core.takeCommands() {
                let good = TapeExchange.answer(to: request, at: moment.wall, ["BTC-USDT"])
                let body = broken.isEmpty ? good : Array(broken.removeFirst().utf8)
                core.answered(id, HTTPResponse(status: 200, body: body), at: moment)
            }
            moment.monotonic += 100_000_000
            moment.wall = moment.wall + .milliseconds(100)
        }
        #expect(core.isReady && broken.isEmpty)
        #expect(core.takeNotices().first?.hasPrefix("could not get the exchange's time: status 200") == true)
    }

    @Test func `contracts are refused by name, and unknown pairs are left out`() throws {
        var instrument = Recording.table().instruments[0]
        instrument.market = .um
        #expect(throws: OKXFeedError.notSpot("BTC/USDT")) {
            try OKXFeedCore(InstrumentTable([instrument]), OKXFeedSettings(at: .mainnet, seed: 1))
        }
        let answer = "{\"code\":\"0\",\"data\":[{\"instId\":\"BTC-USDT\",\"state\":\"live\"},{\"instId\":\"ETH-USDT\",\"state\":\"suspend\"}]}"
        var core = try OKXFeedCore(Recording.table(["BTC/USDT", "ETH/USDT", "SOL/USDT"]), OKXFeedSettings(at: .mainnet, seed: 1))
        var moment = Moment(monotonic: 0, wall: Timestamp(milliseconds: 1_652_459_224_000))
        for _ in 0..<5 {
            core.wake(at: moment)
            for case .request(let id, let request, _, _) in core.takeCommands() {
                let body = request.target.contains("instruments")
                    ? Array(answer.utf8) : TapeExchange.answer(to: request, at: moment.wall, [])
                core.answered(id, HTTPResponse(status: 200, body: body), at: moment)
            }
            moment.monotonic += 1_000_000_000
        }
        #expect(core.isWanted == [true, false, false])
        #expect(core.takeNotices() == [
            "leaves ETH/USDT out: it is suspend there, not live", "leaves SOL/USDT out: it is unknown there",
        ])
    }
}
