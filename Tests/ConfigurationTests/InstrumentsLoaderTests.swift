import Configuration
import Market
import Testing

@Suite struct InstrumentsLoaderTests {
    @Test func `filters become an instrument of the market asked for`() throws {
        let table = try InstrumentsLoader.load(Files.instruments, market: .um, names: ["ETH/USDT", "BTC/USDT", "X/USDT"])
        #expect(table.map(\.name) == ["ETH/USDT", "BTC/USDT"])
        let btc = table[1]
        #expect(btc.tickSize == Price(raw: 10_000_000) && btc.stepSize == Quantity(raw: 100_000))
        #expect(btc.minQuantity == Quantity(raw: 100_000) && btc.maxQuantity == Quantity(120))
        #expect(btc.minNotional == Money(100) && btc.market == .um && btc.base == "BTC")
        #expect(btc.priceBandUp == 1.05 && btc.priceBandDown == 0.95)
    }

    @Test func `the lowest and the highest price are read, and none is no bound`() throws {
        func pair(_ bounds: String) throws -> Instrument {
            let text = String(decoding: Files.instruments.bytes, as: UTF8.self)
            let filter = #""filterType": "PRICE_FILTER", "#
            let file = SourceFile(
                name: "instruments.json", text: text.replacing(filter, with: filter + bounds, maxReplacements: 1))
            return try InstrumentsLoader.load(file, market: .um, names: ["BTC/USDT"])[0]
        }
        let btc = try pair(#""minPrice": "39.86", "maxPrice": "306177", "#)
        #expect(try btc.minPrice == Price("39.86") && btc.maxPrice == Price(306_177))
        #expect(try btc.bound(beyond: Price("39.85")) == btc.minPrice && btc.bound(beyond: btc.minPrice) == nil)
        #expect(btc.bound(beyond: Price(306_178)) == btc.maxPrice && btc.bound(beyond: btc.maxPrice) == nil)
        for none in ["", #""minPrice": "0", "maxPrice": "0.00", "#, #""maxPrice": "922337203685477580700", "#] {
            let free = try pair(none)
            #expect(free.minPrice == .zero && free.maxPrice == Price(raw: .max), "\(none)")
        }
        for wrong in [#""minPrice": "3", "maxPrice": "2", "#, #""maxPrice": "many", "#] {
            #expect(throws: ConfigurationError.self, "\(wrong)") { try pair(wrong) }
        }
    }

    @Test func `a pair of tiny ticks and huge quantities loads`() throws {
        let pepe = try InstrumentsLoader.load(Files.instruments, market: .spot, names: ["PEPE/USDT"])[0]
        #expect(pepe.tickSize == Price(raw: 1) && pepe.stepSize == Quantity(1) && pepe.minQuantity == Quantity(1))
        #expect(pepe.maxQuantity == (try Quantity("52313816325.74")) && pepe.minNotional == Money(1))
        #expect(pepe.priceBandUp == 4 && pepe.priceBandDown == 0.25)
        let settings = try Files.settings(
            Files.safeList(#"{"PEPE/USDT": {"strategy": "momentum", "tier": "MEME"}}"#),
            strata: Files.strata(#"{"market": "spot"}"#))
        #expect(settings.symbols[0].maxOrderQuantity == pepe.maxQuantity)
    }

    @Test func `the exchange's status is read, by either of its names, and a file without one is taken`() throws {
        func status(_ field: String) throws -> Instrument {
            let text = String(decoding: Files.instruments.bytes, as: UTF8.self)
            let parts = text.split(separator: "\"status\": \"TRADING\", ", omittingEmptySubsequences: false)
            let file = SourceFile(name: "instruments.json", text: parts.joined(separator: field))
            return try InstrumentsLoader.load(file, market: .um, names: ["BTC/USDT"])[0]
        }
        #expect(try status("").isTrading)
        #expect(try status("\"status\": \"TRADING\", ").isTrading)
        for name in ["BREAK", "SETTLING", "HALT", "PRE_TRADING", "PENDING_TRADING"] {
            for key in ["status", "contractStatus"] {
                let pair = try status("\"\(key)\": \"\(name)\", ")
                #expect(!pair.isTrading && "\(pair.status)" == name)
            }
        }
        for wrong in ["7", "\"\"", "\"TRADING\\u001b[31m\"", "\"A_STATUS_LONGER_THAN_ANY\""] {
            #expect(throws: ConfigurationError.self, "\(wrong)") { try status("\"status\": \(wrong), ") }
        }
    }

    @Test func `a wrong filter is refused with its place`() throws {
        let file = SourceFile(
            name: "instruments.json",
            text: """
                {"um": {"symbols": [{"symbol": "AUSDT", "baseAsset": "A", "quoteAsset": "USDT", "filters": [
                 {"filterType": "PRICE_FILTER", "tickSize": "0.0000000001"}]}]}}
                """)
        let error = #expect(throws: ConfigurationError.self) {
            try InstrumentsLoader.load(file, market: .um, names: ["A/USDT"])
        }
        let text = error.map { "\($0)" } ?? ""
        #expect(text.contains("instruments.json:1:92: um.symbols[0].filters is PRICE_FILTER.tickSize \"0.0000000001\""), "\(text)")
        #expect(text.contains("has more than 8 decimals") && error?.problems.count == 1)
        #expect(throws: ConfigurationError.self) { try InstrumentsLoader.load(file, market: .spot, names: []) }
    }

    private static func row(
        _ symbol: String, _ contract: String?, tick: String, base: String = "BTC", extra: String = ""
    ) -> String {
        let kind = contract.map { "\"contractType\": \"\($0)\", " } ?? ""
        return """
            {"symbol": "\(symbol)", \(kind)"baseAsset": "\(base)", "quoteAsset": "USDT", "filters": [
             {"filterType": "PRICE_FILTER", "tickSize": "\(tick)"},
             {"filterType": "LOT_SIZE", "minQty": "0.001", "maxQty": "1000", "stepSize": "0.001"},
             {"filterType": "MIN_NOTIONAL", "notional": "100"}\(extra)]}
            """
    }

    private func load(_ rows: [String], market: MarketKind = .um) throws -> [Instrument] {
        let text = "{\"\(market == .um ? "um" : "spot")\": {\"symbols\": [\(rows.joined(separator: ",\n"))]}}"
        return try InstrumentsLoader.load(
            SourceFile(name: "instruments.json", text: text), market: market, names: ["BTC/USDT"])
    }

    private static let perpetual = row("BTCUSDT", "PERPETUAL", tick: "0.10")
    private static let quarterly = row("BTCUSDT_250627", "CURRENT_QUARTER", tick: "100")
    private static let next = row("BTCUSDT_250926", "NEXT_QUARTER", tick: "200")
    private static let unnamed = row("BTCUSDT_250627", nil, tick: "100")

    @Test(arguments: [
        [quarterly, perpetual], [perpetual, quarterly], [next, quarterly, perpetual, next], [unnamed, perpetual],
        [quarterly, row("BTCUSDT", nil, tick: "0.10")], [row("BTCUSDT", "CURRENT_QUARTER", tick: "7"), perpetual],
    ])
    func `a pair takes the filters of its perpetual contract, wherever it stands`(_ rows: [String]) throws {
        #expect(try load(rows).map(\.tickSize) == [Price(raw: 10_000_000)])
    }

    @Test func `a pair that is listed as a delivery contract alone is not listed`() throws {
        #expect(try load([Self.quarterly, Self.next]).isEmpty)
        #expect(try load([Self.row("BTCUSDT", nil, tick: "1")], market: .spot).map(\.tickSize) == [Price(1)])
        #expect(try load([Self.row("BTCUSDTX", nil, tick: "1")], market: .spot).isEmpty)
    }

    @Test(arguments: [
        ([perpetual, row("BTCUSDT", "PERPETUAL", tick: "0.2")], "one of 2 of BTC/USDT ([0], [1]); expected each pair once"),
        (
            [row("BTCUSDT", "PERPETUAL", tick: "1", extra: #", {"filterType": "PRICE_FILTER", "tickSize": "2"}"#)],
            "of BTC/USDT, with \"PRICE_FILTER\" more than once; expected each filter once"
        ),
        (
            [perpetual.replacing("PRICE_FILTER", with: "NONE")],
            "is missing; expected a PRICE_FILTER filter of BTC/USDT with \"tickSize\""
        ),
        (
            [perpetual.replacing("\"1000\"", with: "\"0.0001\"")],
            "of BTC/USDT, whose least quantity 0.001 is more than its largest"
        ),
    ])
    func `a listing that can't be told from another is refused by name`(_ rows: [String], _ text: String) {
        let error = #expect(throws: ConfigurationError.self) { try load(rows) }
        #expect(error?.description.contains(text) == true, "\(error?.description ?? "")")
    }
}
