import Foundation
import Market
import Storage
import TestSupport
import Testing

@testable import Datasets

/// Files with something wrong about them, and what is said of it.
struct DatasetCheckTests {
    private static let start: Int64 = 1_746_403_200_000
    private static let header = "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore"
    private let folder = TemporaryFolder()

    private static func row(_ minute: Int64, price: String = "1.5", volume: String = "10") -> String {
        let time = start + minute * 60_000
        return "\(time),\(price),2,1,1.5,\(volume),\(time + 59_999),15,3,5,7.5,0"
    }

    private static func trade(_ id: Int) -> String { "\(id),1.5,10,1,2,\(start + Int64(id) * 10),true" }

    private func write(_ name: String, _ lines: [String]) throws {
        let path = URL(filePath: "\(folder.path)/\(name)")
        try FileManager.default.createDirectory(at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: path)
    }

    private func check(_ lines: [String], name: String = "um/BTCUSDT-1m.csv") throws -> DatasetCheck {
        try write(name, lines)
        return try DatasetCheck(folder.path)
    }

    @Test func `what is in order is well, and its table fits a terminal`() throws {
        let check = try check([Self.header] + (0..<20).map { Self.row($0) })
        #expect(check.isWell && check.verdict.isEmpty && check.problems(limit: 9).isEmpty && check.notes.isEmpty)
        #expect(check.table.allSatisfy { $0.count <= 80 })
        #expect(check.table[1] == "um BTCUSDT 1m  2025-05-05 00:00 to 2025-05-05 00:20")
        #expect(check.table[2].split(separator: " ") == ["um/BTCUSDT-1m.csv", "20", "0", "0", "0", "0", "0"])
        #expect(check.json.hasPrefix(#"{"ok":true,"pairs":[{"market":"um","symbol":"BTCUSDT","kind":"1m","missing":0,"faults":[]"#))
    }

    @Test(arguments: [
        ("gap", "3 missing"), ("double", "1 doubled"), ("zero", "1 that can't be read"),
        ("impossible", "1 that can't be read"), ("cut", "1 that can't be read"), ("contradiction", "1 refused"),
        ("other", "1 refused"), ("empty", "no line of data"),
    ])
    func `what is wrong is said, and nothing is well`(fault: String, words: String) throws {
        var rows = (0..<20).map { Self.row($0) }
        switch fault {
        case "gap": rows.removeSubrange(5..<8)
        case "double": rows.insert(rows[4], at: 5)
        case "zero": rows[5] = Self.row(5, price: "0")
        case "impossible": rows[5] = Self.row(5, price: "2.5")
        case "cut": rows[5] = String(rows[5].prefix(20))
        case "contradiction": rows.insert(Self.row(4, price: "1.25"), at: 5)
        case "other": rows = (0..<20).map { Self.row($0 * 5) }
        default: rows = []
        }
        let check = try check([Self.header] + rows)
        #expect(!check.isWell && check.verdict == "um BTCUSDT 1m: \(words)", "\(check.verdict)")
        #expect(check.json.hasPrefix(#"{"ok":false"#))
        if fault != "empty" { #expect(!check.problems(limit: 9).isEmpty) }
    }

    @Test func `a candle without a trade, another order and lines in two files are told, and no fault`() throws {
        let rows = (0..<20).map { Self.row($0, volume: $0 == 3 ? "0" : "10") }
        try write("um/BTCUSDT-1m-2025-05-06.csv", [Self.header] + (15..<30).map { Self.row($0) })
        let check = try check([Self.header] + rows.reversed(), name: "um/BTCUSDT-1m-2025-05-05.csv")
        #expect(check.isWell)
        #expect(check.notes == [
            "um/BTCUSDT-1m-2025-05-05.csv is written newest first, turned round",
            "um BTCUSDT 1m: 5 lines stand in two files", "um BTCUSDT 1m: nothing was traded in 1 candles",
        ])
    }

    @Test func `what is missing between two files is missing`() throws {
        try write("um/BTCUSDT-1m-2025-05-06.csv", [Self.header] + (30..<40).map { Self.row($0) })
        let check = try check([Self.header] + (0..<20).map { Self.row($0) }, name: "um/BTCUSDT-1m-2025-05-05.csv")
        #expect(check.verdict == "um BTCUSDT 1m: 10 missing")
        #expect(check.table.last?.split(separator: " ") == ["joined", "30", "10", "0", "0", "0", "0"])
    }

    @Test func `trades are counted by their numbers`() throws {
        let header = "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker"
        let ids = Array(1..<50) + Array(60..<80)
        let check = try check([header] + ids.map { Self.trade($0) }, name: "um/BTCUSDT-aggTrades-2025-05-05.csv")
        #expect(check.verdict == "um BTCUSDT aggTrades: 10 missing")
    }

    @Test func `fundings are looked at, too`() throws {
        let hour: Int64 = 3_600_000
        func row(_ hours: Int64, _ rate: String = "0.0001") -> String { "\(Self.start + hours * hour + 3),8,\(rate)" }
        let head = "calc_time,funding_interval_hours,last_funding_rate"
        for (rows, words) in [
            ([row(0), row(8), row(16, "-0.0002")], ""), ([row(0), row(24)], "2 missing"), ([row(0), row(0)], "1 doubled"),
            ([row(8), row(0)], "1 out of order"), ([row(0), row(8, "0.5")], "1 that can't be read"),
            ([row(0), row(8, "nan")], "1 that can't be read"), (["x"], "1 that can't be read"),
        ] {
            let check = try check([head] + rows, name: "um/BTCUSDT-fundingRate-2025-05.csv")
            #expect(check.verdict == (words.isEmpty ? "" : "um BTCUSDT fundingRate: \(words)"), "\(rows)")
        }
    }

    @Test func `a download that is not whole is no data to rely on`() throws {
        try write("um/BTCUSDT-1m-2025-06.csv.part", [])
        let check = try check([Self.header] + (0..<20).map { Self.row($0) })
        #expect(!check.isWell && check.verdict.contains("is not whole"))
    }

    @Test func `the list tells pair, kind, times, rows and size`() throws {
        try write("spot/1000SATSUSDT-aggTrades-2025-05-05.csv", (1..<50).map { Self.trade($0) })
        try write("um/BTCUSDT-1m.csv", [Self.header] + (0..<20).map { Self.row($0) })
        try write("README.md", ["no data"])
        let list = try DatasetList(folder.path)
        #expect(list.lines.count == 3 && list.lines.allSatisfy { $0.count <= 80 })
        #expect(list.lines[2].split(separator: " ").prefix(8) == ["um", "BTCUSDT", "1m", "2025-05-05", "00:00", "2025-05-05", "00:20", "20"])
        #expect(list.json.contains(#""symbol":"BTCUSDT","kind":"1m","from":"2025-05-05T00:00:00.000Z","to":"2025-05-05T00:20:00.000Z","rows":20"#))
        #expect { try DatasetList(folder.path + "/nowhere") } throws: { "\($0)".contains("nowhere: there is nothing") }
    }
}
