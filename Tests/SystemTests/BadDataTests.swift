import Foundation
import Testing

/// Files that are wrong: each fault is named with its place, and nothing crashes.
@Suite final class BadDataTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    deinit { scratch.remove() }

    @Test func `a kline file's faults are named by file and line, and the run goes on`() throws {
        try KlineFiles.write(scratch, "data", minutes: 600)
        var lines = try scratch.read("data/BTCUSDT-1m.csv").split(separator: "\n").map(String.init)
        lines[100] = Self.withoutPrice(lines[100])
        lines[200] = lines[199]
        lines[300] = lines[250]
        lines.removeSubrange(400..<405)
        try scratch.write("data/BTCUSDT-1m.csv", String(lines.joined(separator: "\n").dropLast(40)))
        let outcome = try run(
            Programs.path("strata"), "run", "--quiet", "--data", "\(scratch.path)/data", "--summary",
            "\(scratch.path)/summary.json")
        #expect(outcome.status == 0, "\(outcome.output)")
        let place = "\(scratch.path)/data/BTCUSDT-1m.csv"
        for text in [
            "\(place):101: open is \"0\"; expected a price above zero", "\(place):201: open_time", "was there before",
            "\(place):301: open_time", "\(place):401: open_time: 5 candles are missing", "\(place):596: the file ends in the middle",
        ] {
            #expect(outcome.output.contains(text), "lacks \(text):\n\(outcome.output.prefix(3000))")
        }
        let bytes = try Data(contentsOf: URL(filePath: "\(scratch.path)/summary.json"))
        let summary = try JSONSerialization.jsonObject(with: bytes) as? [String: Any] ?? [:]
        #expect(Pipeline.figure(summary, "BTC/USDT", "candles") == 600 - 3 - 5 - 1)
        #expect(Pipeline.figure(summary, "ETH/USDT", "candles") == 600)
    }

    @Test(arguments: [
        (#"{"BTC/USDT": {"enabled": true, "tier": "STABLE", "strategy": "momentum", "leverage": "two"}}"#, "leverage"),
        (#"{"BTC/USDT": {"tier": "STABLE", "strategy": "momentum", "levrage": 1}}"#, "did you mean \"leverage\""),
        (#"{"BTC/USDT": {"tier": "STABLE", "strategy": "momentun"}}"#, "did you mean \"momentum\""),
        (#"{"BTC/USDT": {"tier": "STABLE", "strategy": "momentum", "max_position_size_usd": NaN}}"#, "no NaN"),
        (#"{"BTC/USDT": {"strategy": "momentum"}, "BTC/USDT": {"strategy": "breakout"}}"#, "each key once"),
        (#"{"NOSUCH/USDT": {"tier": "MEME", "strategy": "breakout"}}"#, "NOSUCH/USDT"),
        (#"{"BTC/USDT": {"tier": "STABLE", "strategy": "momentum", "params": {"rsi_period": 0}}}"#, "rsi_period is 0"),
        (#"["BTC/USDT"]"#, "expected"),
        (#"{"BTC/USDT": {"#, "is no JSON"),
    ])
    func `a safe list's fault is refused with its place before anything starts`(
        _ text: String, _ expected: String
    ) throws {
        try scratch.write("safe_list.json", text)
        let list = "\(scratch.path)/safe_list.json"
        for command in [["run"], ["up", "--state", "\(scratch.path)/state", "--run-dir", "\(scratch.path)/run"]] {
            let outcome = try run(Programs.path("strata"), command + ["--safe-list", list])
            #expect(outcome.status == 4, "\(outcome.output)")
            #expect(outcome.output.contains("\(list):"), "\(outcome.output)")
            #expect(outcome.output.contains(expected), "\(outcome.output)")
        }
        #expect(!FileManager.default.fileExists(atPath: "\(scratch.path)/state"))
    }

    @Test func `a pair of tiny prices and huge quantities is traded like any other`() throws {
        try scratch.write(
            "safe_list.json",
            #"{"1000PEPE/USDT": {"enabled": true, "tier": "MEME", "strategy": "mean_reversion", "leverage": 1}}"#)
        // A MEME's assumed spread is wide beside this market's small moves: trade them all the same.
        try scratch.write("strata.json", #"{"tactic": {"max_cost_share": 10}}"#)
        try KlineFiles.write(scratch, "data", minutes: 4_000, pairs: [("1000PEPEUSDT", 0.0123, 7)])
        let outcome = try run(
            Programs.path("strata"), "run", "--quiet", "--safe-list", "\(scratch.path)/safe_list.json", "--config",
            "\(scratch.path)/strata.json", "--data", "\(scratch.path)/data", "--summary", "\(scratch.path)/summary.json")
        #expect(outcome.status == 0, "\(outcome.output)")
        let bytes = try Data(contentsOf: URL(filePath: "\(scratch.path)/summary.json"))
        let summary = try JSONSerialization.jsonObject(with: bytes) as? [String: Any] ?? [:]
        #expect(Pipeline.figure(summary, "1000PEPE/USDT", "candles") == 4_000)
        #expect(Pipeline.figure(summary, "1000PEPE/USDT", "fills") > 0, "\(outcome.output)")
        #expect(abs(Pipeline.figure(summary, "total", "pnl")) < 1_000)
    }

    /// A row whose open is zero.
    private static func withoutPrice(_ row: String) -> String {
        var columns = row.split(separator: ",").map(String.init)
        columns[1] = "0"
        return columns.joined(separator: ",")
    }
}
