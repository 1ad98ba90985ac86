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
}
