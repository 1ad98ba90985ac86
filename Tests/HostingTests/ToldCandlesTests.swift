import Foundation
@testable import Hosting
import Market
import Testing

@Suite struct ToldCandlesTests {
    private let folder = FileManager.default.temporaryDirectory.path + "/told-\(UUID().uuidString)"
    private let table = InstrumentTable(
        ["BTC/USDT", "ETH/USDT"].map {
            Instrument(
                name: $0, market: .um, tickSize: Price(raw: 1), stepSize: Quantity(raw: 1),
                minQuantity: Quantity(raw: 1), maxQuantity: Quantity(9000), minNotional: .zero)
        })
    private let times = [Timestamp(milliseconds: 1_746_662_399_999), Timestamp.zero]

    @Test func `another start of the run knows what was told, another run does not`() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var first = try ToldCandles(in: folder, run: 7, table)
        #expect(!first.isAny)
        try first.keep(times)
        let second = try ToldCandles(in: folder, run: 7, table)
        #expect(second.times == times && second.isAny && second.problem == nil)
        let later = try ToldCandles(in: folder, run: 8, table)
        #expect(!later.isAny && later.problem == nil)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [ToldCandles.name])
    }

    @Test(arguments: ["", "run", "run x\nBTC/USDT 5", "\u{0}\u{FFFD}", "RUN 7\nBTC/USDT 5"])
    func `a file of something else is told, and nothing of it is taken`(text: String) throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try text.write(toFile: "\(folder)/\(ToldCandles.name)", atomically: true, encoding: .utf8)
        let found = try ToldCandles(in: folder, run: 7, table)
        #expect(!found.isAny && found.problem?.contains(folder) == true)
    }

    @Test(arguments: ["BTC/USDT", "BTC/USDT x", "DOGE/USDT 5", "BTC/USDT -5", "BTC/USDT 99999999999999999", "BTC/USDT 5 6"])
    func `a line that says no pair's time is left out`(line: String) throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try "run 7\n\(line)\nETH/USDT 60000\n".write(
            toFile: "\(folder)/\(ToldCandles.name)", atomically: true, encoding: .utf8)
        let found = try ToldCandles(in: folder, run: 7, table)
        #expect(found.times == [.zero, Timestamp(milliseconds: 60_000)] && found.problem == nil)
    }
}
