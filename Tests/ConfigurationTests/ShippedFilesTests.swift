import Configuration
import Foundation
import Market
import Testing

/// The files at the top of the repository and in samples/, as they are shipped.
@Suite struct ShippedFilesTests {
    private func shipped(_ name: String) throws -> SourceFile {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        return SourceFile(name: name, bytes: Array(try Data(contentsOf: root.appending(path: name))))
    }

    @Test func `the safe list names BTC, ETH and SOL with a strategy each`() throws {
        let settings = try Files.settings(
            shipped("safe_list.json"), instruments: shipped("samples/instruments.json"))
        #expect(settings.symbols.map(\.name) == ["BTC/USDT", "ETH/USDT", "SOL/USDT"])
        #expect(settings.symbols.map(\.strategy) == ["momentum", "mean_reversion", "breakout"])
    }

    @Test(arguments: [MarketKind.um, .spot])
    func `the sample's filters load for every pair that is listed`(market: MarketKind) throws {
        let names = ["BTC", "ETH", "SOL", "BNB", "XRP", "MATIC"].map { $0 + "/USDT" }
        let instruments = try InstrumentsLoader.load(
            shipped("samples/instruments.json"), market: market, names: names)
        #expect(instruments.map(\.name) == names)
    }
}
