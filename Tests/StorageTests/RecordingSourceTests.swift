import Market
import Messages
import Storage
import TestSupport
import Testing

@Suite struct RecordingSourceTests {
    private let folder = TemporaryFolder()
    private static let receive = 1_723_161_254_000_000_000

    private func source(_ lines: [String]) throws -> RecordingSource {
        let path = folder.write(
            "BTCUSDT.jsonl", lines.enumerated().map { "\(Self.receive + $0 * 1_000_000) \($1)\n" }.joined())
        return try RecordingSource([path], instruments: instruments, symbol: SymbolID(0))
    }

    private func only(_ json: String) throws -> Message? {
        var source = try source([json])
        let events = try source.all()
        #expect(source.report.skipped == 0, "\(source.report.errors)")
        return events.first?.message
    }

    @Test(arguments: ["spot", "um"])
    func `the rebuilt book agrees with every quote of the same update`(_ market: String) throws {
        let path = TemporaryFolder.fixture("recordings/\(market)/BTCUSDT.jsonl.gz")
        var source = try RecordingSource([path], instruments: instruments, symbol: SymbolID(0))
        let quotes = try quotesByUpdate(path)
        var book = OrderBook()
        var (compared, updates, newest) = (0, 0, Timestamp.zero)
        while let event = try source.next() {
            #expect(event.time >= newest)
            newest = event.time
            guard case .depth(let depth) = event.message else { continue }
            if depth.isSnapshot, depth.isFirst { book.clear() }
            for index in 0..<depth.levels.count {
                book.set(depth.levels[index], on: depth.side, updateID: depth.updateID)
            }
            guard depth.isLast else { continue }
            updates += 1
            if !book.isEmpty { #expect(book.bids[0].price < book.asks[0].price) }
            if let quote = quotes[depth.updateID] {
                #expect(book.bids[0] == quote.bid && book.asks[0] == quote.ask, "update \(depth.updateID)")
                compared += 1
            }
        }
        #expect(source.report.skipped == 0 && source.brokenBooks == 0)
        #expect(updates > 20 && compared > 0, "\(updates) updates, \(compared) compared")
        #expect(abs(source.offset.span.seconds - 1.27) < 0.02)
    }

    /// bookTicker's best bid and ask by update id, read with nothing of the code under test.
    private func quotesByUpdate(_ path: String) throws -> [Int64: (bid: BookLevel, ask: BookLevel)] {
        let reader = try LineReader(path)
        var quotes: [Int64: (bid: BookLevel, ask: BookLevel)] = [:]
        while let line = reader.next() {
            let text = String(decoding: line, as: UTF8.self)
            guard text.contains("@bookTicker"), let data = text.split(separator: "\"data\":").last else {
                continue
            }
            func field(_ name: String) -> Substring? {
                data.split(separator: "\"\(name)\":").dropFirst().first?.prefix { $0 != "," && $0 != "}" }
            }
            func decimal<T: FixedPoint>(_ name: String, _ type: T.Type) throws -> T {
                try T(parsing: (field(name) ?? "").filter { $0 != "\"" }.utf8)
            }
            let bid = BookLevel(
                price: try decimal("b", Price.self), quantity: try decimal("B", Quantity.self))
            let ask = BookLevel(
                price: try decimal("a", Price.self), quantity: try decimal("A", Quantity.self))
            quotes[Int64(field("u") ?? "") ?? 0] = (bid, ask)
        }
        return quotes
    }

    @Test func `each stream's message is read with its own fields`() throws {
        let trade = try only(
            #"{"stream":"btcusdt@trade","data":{"e":"trade","E":1723161255343,"s":"BTCUSDT","t":3735683259,"p":"61837.63000000","q":"0.02000000","T":1723161255342,"m":true,"M":true}}"#
        )
        guard case .trade(let fields)? = trade else { return #expect(Bool(false)) }
        #expect(
            fields.tradeID == 3_735_683_259 && fields.price == Price(raw: 6_183_763_000_000)
                && fields.buyerIsMaker)

        let aggregate = try only(
            #"{"e":"aggTrade","E":1626992741575,"a":16599292,"s":"ETHUSDT","p":"1.01100","q":"10","f":23961322,"l":23961322,"T":1626992741421,"m":false}"#
        )
        guard case .trade(let second)? = aggregate else { return #expect(Bool(false)) }
        #expect(
            second.tradeID == 16_599_292 && second.symbol == SymbolID(1) && second.quantity == Quantity(10))

        let quote = try only(
            #"{"data":{"u":50093239212,"s":"BTCUSDT","b":"61837.63000000","B":"3.78826000","a":"61837.64000000","A":"1.54698000"},"stream":"btcusdt@bookTicker"}"#
        )
        guard case .ticker(let ticker)? = quote else { return #expect(Bool(false)) }
        #expect(
            ticker.bid == Price(raw: 6_183_763_000_000) && ticker.askQuantity == Quantity(raw: 154_698_000))

        let open =
            #"{"stream":"ethusdt@kline_1m","data":{"e":"kline","E":1617566591776,"s":"ETHUSDT","k":{"t":1617566580000,"T":1617566639999,"s":"ETHUSDT","i":"1m","f":346711017,"L":346711087,"o":"2063.88000000","c":"2064.73000000","h":"2065.00000000","l":"2063.88000000","v":"70.86425000","n":71,"x":false,"q":"146321.71560700","V":"46.98201000","Q":"97009.77617410","B":"0"}}}"#
        #expect(try only(open) == nil)
        guard case .kline(let kline)? = try only(open.replacing(#""x":false"#, with: #""x":true"#)) else {
            return #expect(Bool(false))
        }
        #expect(kline.closeTime == Timestamp(milliseconds: 1_617_566_640_000) && kline.interval == .m1)
        #expect(kline.high == Price(2065) && kline.volume == 70.86425 && kline.quoteVolume == 146321.715607)
    }

    @Test func `snapshots in both forms begin a book, and prints that are no market trades are left out`()
        throws
    {
        let bare = #"{"lastUpdateId":7,"bids":[["10","1"]],"asks":[["11","2"]]}"#
        guard case .depth(let depth)? = try only(bare) else { return #expect(Bool(false)) }
        #expect(depth.isSnapshot && depth.isFirst && depth.symbol == SymbolID(0) && depth.updateID == 7)
        let rest =
            #"{"rest":"https://api.binance.com/api/v3/depth?symbol=SOLUSDT&limit=1000","data":\#(bare)}"#
        #expect(try only(rest)?.symbol == SymbolID(2))
        #expect(
            try only(
                #"{"e":"trade","E":1,"s":"BTCUSDT","t":1,"p":"0","q":"0","X":"INSURANCE_FUND","m":false}"#)
                == nil)
        #expect(try only(#"{"result":null,"id":1}"#) == nil)
    }

    @Test func `what is wrong names the line and the field, and the next line is read`() throws {
        let good = #"{"u":1,"s":"BTCUSDT","b":"10","B":"1","a":"11","A":"1"}"#
        var source = try source([
            good, good.replacing("\"10\"", with: "10"), good.replacing("\"10\"", with: "\"0\""),
            String(good.dropLast(5)),
            good + "}", "[1]", #"{"e":"depthUpdate","s":"BTCUSDT","U":5,"u":4,"b":[],"a":[]}"#, good,
        ])
        #expect(try source.all().count == 2)
        #expect(source.report.errors.map(\.line) == [2, 3, 4, 5, 6, 7])
        let columns = source.report.errors.map { "\($0.problem)".prefix { $0 != " " } }
        #expect(columns == ["b", "b", "json", "json", "json", "U"])
    }

    @Test func `a recording whose clock runs back, or that is none, is named`() throws {
        let line = #"{"u":1,"s":"BTCUSDT","b":"10","B":"1","a":"11","A":"1"}"#
        let path = folder.write("back.jsonl", "\(Self.receive) \(line)\n\(Self.receive - 1) \(line)\n")
        var source = try RecordingSource([path], instruments: instruments)
        #expect(try source.all().count == 1)
        guard case .timeRanBack? = source.report.errors.first?.problem else { return #expect(Bool(false)) }
        let none = folder.write("none.jsonl", klineFile(0..<2))
        #expect(throws: StorageError.self) { try RecordingSource([none], instruments: instruments) }
    }

    @Test func `messages cut at every byte and filled with noise never crash`() throws {
        let seed: UInt64 = 5
        var random = SeededGenerator(seed: seed)
        let whole = Array(
            #"{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1723161255208,"s":"BTCUSDT","U":8,"u":9,"b":[["61737.63","0.5"],["1","0"]],"a":[["61837.64","1.5"]]}}"#
                .utf8)
        var lines = (0..<whole.count).map { String(decoding: whole[..<$0], as: UTF8.self) }
        for _ in 0..<400 {
            var noisy = whole
            for _ in 0..<3 {
                noisy[Int.random(in: 0..<noisy.count, using: &random)] = UInt8.random(
                    in: 32...126, using: &random)
            }
            lines.append(String(decoding: noisy, as: UTF8.self))
        }
        var source = try source(lines)
        let events = try source.all()
        #expect(source.report.skipped >= UInt64(whole.count - 1), "seed \(seed): \(events.count) events")
    }
}
