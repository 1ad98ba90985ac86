import BinanceFeed
import Configuration
import Exchanges
import Foundation
import Market
import Storage
import Testing

/// The exchange's list of symbols becomes the instruments of a run.
@Suite struct ListingTests {
    /// A machine whose clock the test turns, and what its core wants.
    private struct Desk {
        var core: ListingCore
        var now: Int64 = 1_000_000_000
        private(set) var asked: [(id: ExchangeRequestID, target: String)] = []

        init(_ pairs: [String], _ market: MarketKind) throws {
            let place = BinanceAddresses(rest: "http://x", streams: "ws://x")
            core = try ListingCore(pairs, BinanceFeedSettings(market, at: place, seed: 7))
        }

        var moment: Moment { Moment(monotonic: now, wall: Timestamp(milliseconds: 1_700_000_000_000)) }

        /// Lets time pass until it asks; answers which request it is.
        mutating func ask() throws -> ExchangeRequestID {
            let before = asked.count
            for _ in 0..<3 where asked.count == before {
                now = max(now, core.wakesAt == .max ? now : core.wakesAt)
                core.wake(at: moment)
                take()
            }
            try #require(asked.count > before, "nothing is asked")
            return asked[before].id
        }

        mutating func answer(_ id: ExchangeRequestID, _ status: Int, _ body: [UInt8], _ headers: [HTTPHeader] = []) {
            core.answered(id, HTTPResponse(status: status, headers: headers, body: body), at: moment)
            take()
        }

        mutating func take() {
            for case .request(let id, let request, _, _) in core.takeCommands() { asked.append((id, request.target)) }
        }
    }

    private static func recorded(_ name: String) throws -> [UInt8] {
        let reader = try LineReader("Tests/BinanceFeedTests/Corpus/\(name).json.gz")
        var body: [UInt8] = []
        while let line = reader.next() { body += Array(line) }
        return body
    }

    private static func listing(_ pairs: [String], _ market: MarketKind, _ body: [UInt8]) throws -> Listing {
        var desk = try Desk(pairs, market)
        let id = try desk.ask()
        desk.answer(id, 200, body)
        return try #require(desk.core.listing)
    }

    private static func table(_ listing: Listing, _ pairs: [String]) throws -> [Instrument] {
        try InstrumentsLoader.load(
            SourceFile(name: "exchange", bytes: listing.file), market: listing.market, names: pairs)
    }

    @Test func `recorded futures become instruments with the exchange's filters and status`() throws {
        let pairs = ["SOL/USDT", "BTC/USDT", "NOPE/USDT"]
        let listing = try Self.listing(pairs, .um, Self.recorded("um_2021-07-21"))
        #expect(listing.unknown == ["NOPE/USDT"])
        let table = try Self.table(listing, pairs)
        try #require(table.map(\.name) == ["SOL/USDT", "BTC/USDT"])
        let sol = table[0]
        #expect(try sol.tickSize == Price("0.001") && sol.stepSize == Quantity(1) && sol.maxQuantity == Quantity(20_000))
        #expect(sol.minNotional == Money(5) && sol.priceBandUp == 1.15 && sol.priceBandDown == 0.85)
        #expect(try sol.minPrice == Price("0.413") && sol.maxPrice == Price(400) && sol.isTrading)
    }

    @Test func `recorded spot does, too, and fields that don't apply are none`() throws {
        let pairs = ["BTC/USDT", "BCC/USDT"]
        let table = try Self.table(try Self.listing(pairs, .spot, Self.recorded("spot_2021-10-12")), pairs)
        try #require(table.count == 2)
        let btc = table[0]
        #expect(try btc.stepSize == Quantity("0.00001") && btc.maxQuantity == Quantity("100.05381873"))
        #expect(try btc.tickSize == Price("0.01") && btc.minNotional == Money(10) && btc.priceBandUp == 5)
        #expect("\(table[1].status)" == "BREAK")
    }

    @Test func `of a row is kept what instruments are made of, and nothing of margins`() throws {
        let listing = try Self.listing(["BTC/USDT"], .um, Self.recorded("um_2021-07-21"))
        let text = String(decoding: listing.file, as: UTF8.self)
        #expect(text.contains(#""source":"http://x""#) && text.contains(#""contractType":"PERPETUAL""#))
        #expect(!text.contains("MarginPercent") && !text.contains("210924"), "\(text)")
    }

    @Test func `what fails is tried again, told, and no sooner than the exchange wants`() throws {
        var desk = try Desk(["BTC/USDT"], .um)
        let first = try desk.ask()
        #expect(desk.asked[0].target == "/fapi/v1/exchangeInfo")
        desk.core.failed(first, .timedOut, at: desk.moment)
        #expect(desk.core.takeNotices().last?.contains("could not get the exchange's symbols") == true)
        let begun = desk.now
        let second = try desk.ask()
        desk.answer(second, 429, Array(#"{"code":-1003,"msg":"Too many"}"#.utf8), [HTTPHeader("Retry-After", "30")])
        #expect(desk.core.takeNotices().first?.contains("may ask nothing for 30 s") == true)
        let third = try desk.ask()
        #expect(desk.now >= begun + 30_000_000_000)
        for body in ["", "{", "[]", #"{"symbols":7}"#, #"{"symbols":[7]}"#] {
            var other = try Desk(["BTC/USDT"], .um)
            let id = try other.ask()
            other.answer(id, 200, Array(body.utf8))
            #expect(other.core.listing == nil && !other.core.takeNotices().isEmpty, "\(body)")
        }
        desk.answer(third, 200, Array(#"{"symbols":[]}"#.utf8))
        #expect(desk.core.listing?.unknown == ["BTC/USDT"])
    }

    @Test func `names and filters that would break out of a row don't`() throws {
        let row = #"{"symbol":"AUSDT","status":"TR\"}]}","baseAsset":"A","quoteAsset":"USDT","filters":[{"a":"]}"}]}"#
        let listing = try Self.listing(["A/USDT"], .um, Array(#"{"symbols":[\#(row)]}"#.utf8))
        let root = try JSONDocument.parse(SourceFile(name: "exchange", bytes: listing.file))
        guard case .array(let rows)? = root["um"]?["symbols"] else { return #expect(Bool(false), "\(root)") }
        #expect(rows.count == 1 && rows[0]["status"] == .text(#"TR"}]}"#), "\(rows)")
        #expect(throws: ConfigurationError.self) { try Self.table(listing, ["A/USDT"]) }
    }
}
