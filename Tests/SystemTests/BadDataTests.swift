import Foundation
import L1Operational
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
        #expect(outcome.status == 1, "\(outcome.output)")
        #expect(
            outcome.output.split(separator: "\n").last
                == "strata: 4 of 1795 lines of the data were left out: 1 can't be read, 1 cut off, 2 doubled",
            "\(outcome.output)")
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

    @Test(arguments: [(1, false), (20, false), (32, true), (39, true)])
    func `no entry whose stop lies beyond the liquidation is taken, and check warns of it`(
        _ leverage: Int, _ isTooMuch: Bool
    ) throws {
        try scratch.write(
            "safe_list.json",
            #"{"SOL/USDT": {"enabled": true, "tier": "VOLATILE", "strategy": "breakout", "leverage": \#(leverage)}}"#)
        try KlineFiles.write(scratch, "data", minutes: 3_000, pairs: [("SOLUSDT", 150, 2)])
        let files = ["--safe-list", "\(scratch.path)/safe_list.json", "--data", "\(scratch.path)/data"]
        let check = try run(Programs.path("strata"), ["check"] + files)
        let journal = "\(scratch.path)/journal.jsonl"
        let outcome = try run(Programs.path("strata"), ["run", "--quiet", "--journal", journal] + files)
        // The slippage that is allowed is more than what 39 leaves: there is no stop at all before the end.
        guard leverage < 39 else {
            #expect(outcome.status == 4 && outcome.output.contains("beyond the liquidation price"))
            return
        }
        #expect(check.output.contains("at leverage \(leverage) a position is") == isTooMuch, "\(check.output)")
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(outcome.output.contains("stop_beyond_liquidation") == isTooMuch, "\(outcome.output)")
        #expect(try !scratch.read("journal.jsonl").contains(#""purpose":"liquidation""#))
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

    /// The columns of a pair's file, changed.
    private func change(_ text: (String) -> String) throws {
        try KlineFiles.write(scratch, "data", minutes: 300)
        let plain = try scratch.read("data/BTCUSDT-1m.csv")
        try scratch.write("data/BTCUSDT-1m.csv", text(plain))
    }

    private func strata(_ words: String...) throws -> Outcome {
        try run(Programs.path("strata"), words + ["--data", "\(scratch.path)/data"])
    }

    @Test func `data that means two things is refused by check, run and up, before anything starts`() throws {
        try change { $0.replacing(",", with: ";").replacing(".", with: ",") }
        let state = "\(scratch.path)/state"
        for words in [
            ["check"], ["run"], ["up", "--state", state, "--run-dir", "\(scratch.path)/run", "--logs", "\(scratch.path)/logs"],
        ] {
            let outcome = try run(Programs.path("strata"), words + ["--data", "\(scratch.path)/data"])
            #expect(outcome.status == 1, "\(words): \(outcome.output)")
            #expect(outcome.output.contains("data/BTCUSDT-1m.csv:2: open is "), "\(outcome.output)")
            #expect(outcome.output.contains("\n300 lines are to blame; the file is not used\n"), "\(outcome.output)")
            #expect(!outcome.output.contains("well"), "\(outcome.output)")
        }
        #expect(!FileManager.default.fileExists(atPath: state))
    }

    @Test func `check tells each file's layout, order, times and holes, and what was left out`() throws {
        try change { text in
            let lines = text.split(separator: "\n")
            return "\u{FEFF}" + lines[0] + "\r\n" + lines[1...].reversed().joined(separator: "\r\n") + "\r\n" + lines[7]
        }
        let outcome = try strata("check")
        #expect(outcome.status == 0, "\(outcome.output)")
        for text in [
            "data/BTCUSDT-1m.csv: 301 lines, 12 columns with a header, times in ms, in no order, sorted by time, "
                + "2025-05-05T00:01:00.000Z to 2025-05-05T05:00:00.000Z, left out: 1 doubled",
            "data/ETHUSDT-1m.csv: 300 lines, 12 columns with a header, times in ms, in order, ",
            "1 of 901 lines of the data was left out: 1 doubled\nAll else is well.",
        ] {
            #expect(outcome.output.contains(text), "lacks \(text):\n\(outcome.output)")
        }
        let json = try strata("check", "--json")
        let found = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
        #expect(found?["ok"] as? Bool == true && (found?["files"] as? [Any])?.count == 3, "\(json.output)")
    }

    @Test func `data that is cut short is used as far as it goes, and check and run say so and fail`() throws {
        try change { String($0.dropLast(30)) }
        let up = [
            "up", "--state", "\(scratch.path)/state", "--run-dir", "\(scratch.path)/run", "--logs", "\(scratch.path)/logs",
        ]
        for words in [["check"], ["run", "--quiet"], up] {
            let outcome = try run(Programs.path("strata"), words + ["--data", "\(scratch.path)/data"])
            #expect(outcome.status == 1, "\(outcome.output)")
            #expect(outcome.output.hasSuffix("strata: 1 of 900 lines of the data was left out: 1 cut off\n"), "\(outcome.output)")
            #expect(!outcome.output.contains("well"), "\(outcome.output)")
        }
    }

    @Test func `a journal tells edited data of the same size from what it was`() throws {
        func hash() throws -> Substring? {
            let path = "\(scratch.path)/journal.jsonl"
            let outcome = try strata("run", "--quiet", "--to", "2025-05-05T00:30", "--force", "--journal", path)
            #expect(outcome.status == 0, "\(outcome.output)")
            let first = try scratch.read("journal.jsonl").split(separator: "\n").first ?? ""
            return first.firstMatch(of: /"data":"?(\w+)/)?.1
        }
        try change { $0 }
        let before = try hash()
        try change { $0.replacing(",900,1,1,0", with: ",901,1,1,0", maxReplacements: 1) }
        #expect(try before != nil && hash() != before)
        try change { $0 }
        #expect(try hash() == before)
    }

    @Test func `a pair whose file holds nothing, and times without data, are told with what there is`() throws {
        try change { String($0.prefix { $0 != "\n" }) + "\n" }
        let empty = try strata("check")
        #expect(empty.status == 1 && empty.output.contains("data/BTCUSDT-1m.csv: no line of data"), "\(empty.output)")
        try change { $0 }
        for (from, to, text) in [
            ("2025-06-01", "2025-06-02", "there is BTC/USDT from 2025-05-05T00:01:00.000Z to 2025-05-05T05:00:00.000Z"),
            ("2025-05-06", "2025-05-05", "--from 2025-05-06 is not before --to 2025-05-05"),
        ] {
            let outcome = try strata("run", "--from", from, "--to", to)
            #expect(outcome.status != 0 && outcome.output.contains(text), "\(outcome.output)")
        }
    }

    @Test func `data without a line that a run could use is refused as such`() throws {
        try scratch.write("safe_list.json", #"{"BTC/USDT": {"tier": "STABLE", "strategy": "momentum"}}"#)
        let message = #"{"stream":"btcusdt@forceOrder","data":{"e":"forceOrder","E":1746372960000,"s":"BTCUSDT"}}"#
        try scratch.write("data/BTCUSDT.jsonl", "1746372960000000001 \(message)\n")
        for command in ["check", "run"] {
            let outcome = try strata(command, "--safe-list", "\(scratch.path)/safe_list.json")
            #expect(outcome.status == 1 && outcome.output.contains("no line of the data in"), "\(outcome.output)")
        }
    }

    @Test func `settings under which nothing can be traded are refused with the figures`() throws {
        try KlineFiles.write(scratch, "data", minutes: 300)
        for (list, strata, text) in [
            (50, "{}", "the smallest order is 0.002, worth 100.6812 USDT, and max_position_size_usd allows 50.00"),
            (300, #"{"capital": 60}"#, "and max_total_exposure of the capital allows 6.00"),
            (300, #"{"operational": {"liquidity_share": 0}}"#, "operational.liquidity_share allows 0.00"),
            (300, #"{"min_confidence": 1}"#, "BTC/USDT can't be traded: at"),
            (300, #"{"tactic": {"max_cost_share": 0}}"#, "tactic.max_cost_share allows no cost at all"),
            (300, #"{"PORTFOLIO_LIMITS": {"MIN_USDT_BALANCE": 10000}}"#, "so nothing would be traded"),
            (300, #"{"feed": {"kline_stale_after": "1m"}}"#, "by feed.kline_stale_after each is stale after 60.0 s"),
            (300, #"{"paper": {"taker_fee": 0.1}}"#, "fees and spread take 20.01 % of it"),
        ] {
            try scratch.write(
                "safe_list.json",
                #"{"BTC/USDT": {"tier": "STABLE", "strategy": "momentum", "max_position_size_usd": \#(list)}}"#)
            try scratch.write("strata.json", strata)
            for command in ["check", "run"] {
                let outcome = try self.strata(
                    command, "--safe-list", "\(scratch.path)/safe_list.json", "--config", "\(scratch.path)/strata.json")
                #expect(outcome.status == 4 && outcome.output.contains(text), "\(strata): \(outcome.output)")
            }
        }
        try scratch.write("strata.json", #"{"tactic": {"target_multiple": 0.1}}"#)
        let near = try self.strata("check", "--config", "\(scratch.path)/strata.json")
        #expect(near.status == 0 && near.output.contains("BTC/USDT can't always be traded: fees and"), "\(near.output)")
        try scratch.write(
            "safe_list.json",
            #"{"BTC/USDT": {"strategy": "momentum", "max_position_size_usd": 50}, "ETH/USDT": {"strategy": "momentum"}}"#)
        let some = try self.strata("check", "--safe-list", "\(scratch.path)/safe_list.json")
        #expect(some.status == 0 && some.output.contains("note         BTC/USDT can't be traded: at"), "\(some.output)")
        #expect(some.output.hasSuffix("All else is well.\n"), "\(some.output)")
    }

    @Test func `a recording that is of another pair altogether is refused, beside good ones too`() throws {
        try scratch.write(
            "safe_list.json",
            #"{"BTC/USDT": {"tier": "STABLE", "strategy": "momentum"}, "ETH/USDT": {"strategy": "momentum"}}"#)
        func recording(of pair: String, from first: Int = 1) -> String {
            (first...first + 2).map { line in
                let message =
                    #"{"e":"bookTicker","u":\#(line),"s":"\#(pair)","b":"1000.0","B":"1","a":"1000.1","A":"1","#
                    + #""T":174637296000\#(line),"E":174637296000\#(line)}"#
                return "174637296000\(line)000001 \(message)\n"
            }.joined()
        }
        func check(_ bitcoin: String, _ ether: String) throws -> Outcome {
            try scratch.write("data/BTCUSDT.jsonl", bitcoin)
            try scratch.write("data/ETHUSDT.jsonl", ether)
            return try strata("check", "--safe-list", "\(scratch.path)/safe_list.json")
        }
        let good = try check(recording(of: "BTCUSDT"), recording(of: "ETHUSDT"))
        #expect(good.status == 0, "\(good.output)")
        let unknown = try check(recording(of: "BTCUSDT"), recording(of: "DOGEUSDT"))
        #expect(unknown.status == 1, "\(unknown.output)")
        #expect(unknown.output.contains("ETHUSDT.jsonl: no line of it is of a pair of the safe list"), "\(unknown.output)")
        let other = try check(recording(of: "ETHUSDT"), recording(of: "ETHUSDT"))
        #expect(other.status == 1, "\(other.output)")
        #expect(other.output.contains("BTCUSDT.jsonl: no line of it is of BTC/USDT"), "\(other.output)")
        let mixed = recording(of: "DOGEUSDT") + recording(of: "BTCUSDT", from: 5)
        #expect(try check(mixed, recording(of: "ETHUSDT")).status == 0)
    }

    @Test func `a second member of a gzip file is read on, and what is none is told with its place and fails`() throws {
        try KlineFiles.write(scratch, "data", minutes: 300)
        let lines = try scratch.read("data/BTCUSDT-1m.csv").split(separator: "\n").joined(separator: "\n") + "\n"
        let half = lines.index(after: lines[lines.index(lines.startIndex, offsetBy: lines.count / 2)...].firstIndex(of: "\n")!)
        try scratch.write("first", String(lines[..<half]))
        try scratch.write("second", String(lines[half...]))
        for (rest, count, status) in [
            ("gzip -c second", 300, Int32(0)), ("echo garbage", nil, 1), ("gzip -c second | head -c 900", nil, 1),
        ] as [(String, Int?, Int32)] {
            _ = try run(
                "/bin/sh", "-c", "cd \(scratch.path) && rm -f data/BTC* && (gzip -c first; \(rest)) > data/BTCUSDT-1m.csv.gz")
            for command in ["check", "run"] {
                let outcome = try strata(command)
                #expect(outcome.status == status, "\(rest): \(outcome.output)")
                if status != 0 {
                    #expect(outcome.output.contains("data/BTCUSDT-1m.csv.gz:"), "\(outcome.output)")
                    #expect(!outcome.output.contains("well"), "\(outcome.output)")
                }
                if let count, command == "check" {
                    #expect(outcome.output.contains("data/BTCUSDT-1m.csv.gz: \(count) lines"), "\(outcome.output)")
                }
            }
        }
    }

    @Test func `a file whose name is no UTF-8 is told as such`() throws {
        try KlineFiles.write(scratch, "data", minutes: 30)
        _ = try run(
            "/bin/sh", "-c", "cd \(scratch.path)/data && mv BTCUSDT-1m.csv \"$(printf 'BTCUSDT-1m-2025-05\\377.csv')\"")
        let outcome = try strata("check")
        #expect(outcome.status == 1 && outcome.output.contains("is not UTF-8: rename it"), "\(outcome.output)")
        let list = try run(
            "/bin/sh", "-c", "\(Programs.path("strata")) check --safe-list \"$(printf 'list\\377.json')\"")
        #expect(list.status == 4 && list.output.contains("is not UTF-8: rename it"), "\(list.output)")
    }

    /// A row whose open is zero.
    private static func withoutPrice(_ row: String) -> String {
        var columns = row.split(separator: ",").map(String.init)
        columns[1] = "0"
        return columns.joined(separator: ",")
    }
}
