import Exchanges
import Market
import Messages
import TestSupport
import Testing

@Suite struct KlineParserTests {
    static let header =
        "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore"
    static let um = "1746372780000,95505.4,95505.5,95502.7,95502.7,16.536,1746372839999,,,,,"
    static let spot =
        "1735516800000,93738.19000000,93782.38000000,93510.00000000,93720.44000000,202.77714000,1735517699999,18986363.98688940,64965,103.98349000,9736008.81833130,0"

    @Test func `a row of the um layout is a candle known at its close`() throws {
        var parser = LineParser.klines(symbol: SymbolID(2), interval: .m1)
        #expect(try parser.parse(text: Self.header) == nil)
        let event = try #require(try parser.parse(text: Self.um + "\r"))
        guard case .kline(let kline) = event.message else { return #expect(Bool(false), "\(event)") }
        #expect(event.time == Timestamp(milliseconds: 1_746_372_840_000))
        #expect(kline.closeTime == event.time && kline.openTime == Timestamp(milliseconds: 1_746_372_780_000))
        #expect(kline.symbol == SymbolID(2) && kline.interval == .m1)
        #expect((kline.open, kline.high) == (Price(raw: 9_550_540_000_000), Price(raw: 9_550_550_000_000)))
        #expect((kline.low, kline.close) == (Price(raw: 9_550_270_000_000), Price(raw: 9_550_270_000_000)))
        #expect(kline.volume == 16.536)
        #expect(abs(kline.quoteVolume - 16.536 * (95505.5 + 95502.7 + 95502.7) / 3) < 1e-6)
    }

    @Test func `a row of the spot layout tells its own length, in ms or in µs`() throws {
        let micro = Self.spot.replacing("1735516800000", with: "1735516800000000")
            .replacing("1735517699999", with: "1735517699999999")
        for text in [Self.spot, micro] {
            var parser = LineParser.klines(symbol: SymbolID(0))
            guard case .kline(let kline)? = try parser.parse(text: text)?.message else {
                return #expect(Bool(false), "\(text)")
            }
            #expect(kline.interval == .m15)
            #expect(kline.closeTime == Timestamp(milliseconds: 1_735_517_700_000))
            #expect(kline.quoteVolume == 18986363.98688940)
        }
    }

    struct Case: CustomTestStringConvertible {
        let what: String
        let from: String
        let to: String
        let column: String
        var testDescription: String { what }
    }

    @Test(arguments: [
        Case(what: "a price of zero", from: ",95505.4,", to: ",0,", column: "open"),
        Case(what: "NaN", from: ",95505.4,", to: ",nan,", column: "open"),
        Case(what: "a negative volume", from: ",16.536,", to: ",-16.536,", column: "volume"),
        Case(what: "a volume without end", from: ",16.536,", to: ",inf,", column: "volume"),
        Case(what: "a high below the low", from: ",95505.5,", to: ",95500,", column: "high"),
        Case(what: "a low above the close", from: ",95502.7,95502.7,", to: ",95503,95502.7,", column: "low"),
        Case(
            what: "another length than the file's", from: "1746372839999", to: "1746373079999",
            column: "close_time"),
        Case(what: "a time that is no time", from: "1746372780000", to: "yesterday", column: "open_time"),
        Case(
            what: "a time off the grid", from: "1746372780000,95505.4", to: "1746372780001,95505.4",
            column: "open_time"),
    ])
    func `a wrong value names its column, and the next line is read`(_ test: Case) throws {
        var parser = LineParser.klines(symbol: SymbolID(0), interval: .m1)
        _ = try parser.parse(text: Self.header)
        guard case .failure(let problem) = parser.outcome(Self.um.replacing(test.from, with: test.to)) else {
            return #expect(Bool(false), "accepted")
        }
        #expect("\(problem)".hasPrefix("\(test.column) "), "\(problem)")
        #expect(!problem.refusesFile)
        #expect(try parser.parse(text: Self.um) != nil)
    }

    @Test func `a candle begins on its grid`() throws {
        var parser = LineParser.klines(symbol: SymbolID(0), interval: .m1)
        let crooked = Self.um.replacing("1746372780000", with: "1746372780001").replacing(
            "1746372839999", with: "1746372840000")
        #expect(
            throws: FeedProblem.offGrid(
                column: "open_time", found: Timestamp(milliseconds: 1_746_372_780_001), interval: .m1)
        ) {
            try parser.parse(text: crooked)
        }
    }

    @Test func `a file whose layout or length of candle is unknown is refused`() {
        var noLength = LineParser.klines(symbol: SymbolID(0))
        let blank = Self.um.replacing("1746372839999", with: "")
        #expect(noLength.outcome(blank) == .failure(.unknownInterval(found: "")))
        for first in ["id,price,qty,quote_qty,time,is_buyer_maker", "1746372780000,1,2", "\u{0}\u{1}garbage"]
        {
            var parser = LineParser.klines(symbol: SymbolID(0), interval: .m1)
            guard case .failure(let problem) = parser.outcome(first) else {
                return #expect(Bool(false), "\(first)")
            }
            #expect(problem.refusesFile)
        }
    }

    @Test func `a line cut at any byte is a problem, not a candle`() {
        for end in 1..<(Self.um.utf8.count) {
            var parser = LineParser.klines(symbol: SymbolID(0), interval: .m1)
            _ = parser.outcome(Self.header)
            guard case .failure = parser.outcome(String(Self.um.prefix(end))) else {
                return #expect(Bool(false), "cut after \(end) bytes was accepted")
            }
        }
    }

    /// Lines are split eight bytes at a time: where a column ends among them must not matter.
    @Test func `a row says the same with quotes, blanks and zeros, wherever its columns end`() throws {
        var parser = LineParser.klines(symbol: SymbolID(0), interval: .m1)
        let fields = Self.um.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        let event = try parser.parse(text: Self.um)
        for place in 1...5 {
            for zeros in 0..<12 {
                var changed = fields
                changed[place] = String(repeating: "0", count: zeros) + fields[place]
                #expect(try parser.parse(text: changed.joined(separator: ",")) == event, "\(changed)")
                changed[place] = " \"\(changed[place]) \""
                #expect(try parser.parse(text: changed.joined(separator: ",")) == event, "\(changed)")
                changed[place] = "\"1,\""
                #expect(throws: FeedProblem.self) { try parser.parse(text: changed.joined(separator: ",")) }
            }
        }
    }

    @Test func `random bytes never crash a parser`() {
        let seed: UInt64 = 20_250_504
        var random = SeededGenerator(seed: seed)
        let alphabet = Array("0123456789,.-eNa\r\u{0}T".utf8)
        for _ in 0..<3000 {
            let bytes = (0..<Int.random(in: 0...120, using: &random)).map { _ in
                Bool.random(using: &random)
                    ? alphabet.randomElement(using: &random)! : UInt8.random(in: 0...255, using: &random)
            }
            var parser = LineParser.klines(symbol: SymbolID(0), interval: .m1)
            _ = parser.outcome(Self.um)
            bytes.withUnsafeBytes { line in
                var event = MarketEvent.none
                let place = try? parser.parse(line, into: &event)
                #expect((place ?? nil) == nil, "seed \(seed): \(bytes)")
                #expect(event == .none)
            }
        }
    }
}
