import Foundation
@testable import Hosting
import Market
import Messages
import Stages
import Testing

@Suite struct ToldCandlesTests {
    private let folder = FileManager.default.temporaryDirectory.path + "/told-\(UUID().uuidString)"
    private let table = InstrumentTable(
        ["BTC/USDT", "ETH/USDT"].map {
            Instrument(
                name: $0, market: .um, tickSize: Price(raw: 1), stepSize: Quantity(raw: 1),
                minQuantity: Quantity(raw: 1), maxQuantity: Quantity(9000), minNotional: .zero)
        })
    private let minute: Int64 = 1_746_662_399_999

    private func candle(_ symbol: Int, minutes: Int64) -> Kline {
        var kline = Kline()
        kline.symbol = SymbolID(symbol)
        kline.closeTime = Timestamp(milliseconds: minute + minutes * 60_000)
        return kline
    }

    private func times(_ minutes: Int64...) -> [Timestamp] {
        minutes.map { $0 < 0 ? .zero : Timestamp(milliseconds: minute + $0 * 60_000) }
    }

    @Test func `another start of the run owes what closed since then, another run nothing`() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var first = try ToldCandles(in: folder, run: 7, table)
        #expect(!first.isAny && !first.isOwed(candle(0, minutes: 0)))
        try first.keep(times(0, 0))
        try first.keep(times(2, 0))
        let second = try ToldCandles(in: folder, run: 7, table)
        #expect(second.isAny && second.problem == nil)
        // BTC's minute 2 was said, and may not have been heard; ETH's minute 0 is of the history.
        #expect([0, 1, 2, 3].map { second.isOwed(candle(0, minutes: $0)) } == [false, false, true, true])
        #expect([0, 1, 2, 3].map { second.isNew(candle(0, minutes: $0)) } == [false, false, false, true])
        #expect([0, 1].map { second.isOwed(candle(1, minutes: $0)) } == [false, true])
        let later = try ToldCandles(in: folder, run: 8, table)
        #expect(!later.isAny && later.problem == nil && !later.isOwed(candle(0, minutes: 3)))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [ToldCandles.name])
    }

    @Test func `a pair of which nothing was known owes nothing, and time never goes back`() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var first = try ToldCandles(in: folder, run: 7, table)
        try first.keep(times(0, -1))
        try first.keep(times(3, -1))
        try first.keep(times(1, -1))
        let second = try ToldCandles(in: folder, run: 7, table)
        #expect(!second.isOwed(candle(1, minutes: 5)))
        #expect([2, 3, 4].map { second.isOwed(candle(0, minutes: $0)) } == [false, true, true])
    }

    @Test func `a folder in its place is told, and keeps nobody from starting`() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(
            atPath: "\(folder)/\(ToldCandles.name)", withIntermediateDirectories: true)
        var found = try ToldCandles(in: folder, run: 7, table)
        #expect(!found.isAny && found.problem?.contains("remove what lies there") == true)
        #expect(throws: HostError.self) { try found.keep(times(0, 0)) }
    }

    @Test(arguments: ["", "run", "run x\nBTC/USDT 5 5", "\u{0}\u{FFFD}", "RUN 7\nBTC/USDT 5 5"])
    func `a file of something else is told, and nothing of it is taken`(text: String) throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try text.write(toFile: "\(folder)/\(ToldCandles.name)", atomically: true, encoding: .utf8)
        let found = try ToldCandles(in: folder, run: 7, table)
        #expect(!found.isAny && found.problem?.contains(folder) == true)
    }

    @Test(arguments: ["BTC/USDT", "BTC/USDT x 5", "DOGE/USDT 5 5", "BTC/USDT -5 5", "BTC/USDT 5 99999999999999999", "BTC/USDT 5 6 7"])
    func `a line that says no pair's time is left out`(line: String) throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try "run 7\n\(line)\nETH/USDT \(minute) \(minute)\n".write(
            toFile: "\(folder)/\(ToldCandles.name)", atomically: true, encoding: .utf8)
        let found = try ToldCandles(in: folder, run: 7, table)
        #expect(!found.isOwed(candle(0, minutes: 1)) && found.isOwed(candle(1, minutes: 1)) && found.problem == nil)
    }
}
