import Foundation
import L1Operational
import Testing

/// Data and settings with which nothing can be traded: `strata check` refuses them with the figures, and
/// notes what keeps some trades from coming.
@Suite final class UntradableTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.write("safe_list.json", #"{"BTC/USDT": {"tier": "STABLE", "strategy": "momentum"}}"#)
    }

    deinit { scratch.remove() }

    private func strata(_ command: String, _ settings: String = "{}", _ words: String...) throws -> Outcome {
        try scratch.write("strata.json", settings)
        return try run(
            Programs.path("strata"),
            [
                command, "--safe-list", "\(scratch.path)/safe_list.json", "--config", "\(scratch.path)/strata.json",
                "--data", "\(scratch.path)/data",
            ] + words)
    }

    @Test func `data too short for every timeframe is refused, for one of them noted, and a run of it told`() throws {
        try KlineFiles.write(scratch, "data", minutes: 3 * 1440)
        let days = #"{"tactic": {"timeframes": ["1d"]}}"#
        let short = try strata("check", days)
        #expect(short.status == 4 && !short.output.contains("well"), "\(short.output)")
        for text in [
            "BTC/USDT is never traded by our strategies: its data holds 3 whole candles of 1d, and its indicators need ",
            "so nothing would be traded: take more data",
        ] {
            #expect(short.output.contains(text), "\(short.output)")
        }
        let told = try strata("run", days)
        #expect(told.status == 0 && told.output.contains("its data holds 3 whole candles of 1d"), "\(told.output)")
        let some = try strata("check", #"{"tactic": {"timeframes": ["5m", "1d"]}}"#)
        #expect(some.status == 0 && some.output.hasSuffix("All else is well.\n"), "\(some.output)")
        #expect(some.output.contains("note         BTC/USDT can't always be traded: its data holds 3 whole"), "\(some.output)")
        let long = try strata("check", #"{"tactic": {"timeframes": ["5m", "15m"]}}"#)
        #expect(long.status == 0 && long.output.hasSuffix("\nAll is well.\n"), "\(long.output)")
    }

    @Test func `candles without any volume are refused, and one with some is enough`() throws {
        try KlineFiles.write(scratch, "data", minutes: 600)
        let lines = try scratch.read("data/BTCUSDT-1m.csv").split(separator: "\n").map(String.init)
        let dry = lines.enumerated().map { line, text in
            var columns = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            if line > 0 { for column in [5, 7, 9, 10] { columns[column] = "0" } }
            return columns.joined(separator: ",")
        }
        try scratch.write("data/BTCUSDT-1m.csv", dry.joined(separator: "\n") + "\n")
        for command in ["check", "run"] {
            let outcome = try strata(command)
            #expect(outcome.status == 4, "\(outcome.output)")
            #expect(outcome.output.contains("no candle of its data has any volume"), "\(outcome.output)")
        }
        let some = dry.dropLast() + [lines[lines.count - 1]]
        try scratch.write("data/BTCUSDT-1m.csv", some.joined(separator: "\n") + "\n")
        #expect(try strata("check").status == 0)
    }

    @Test func `a vote or a confidence that no signal can have is refused, one that few have noted`() throws {
        try KlineFiles.write(scratch, "data", minutes: 600)
        for (settings, text) in [
            (#"{"tactic": {"min_vote": 0.96}}"#, "tactic.min_vote is 0.96, and all strategies together reach 0.95"),
            (#"{"min_confidence": 0.95}"#, "min_confidence is 0.95, and no signal's confidence is above 0.95"),
        ] {
            let outcome = try strata("check", settings)
            #expect(outcome.status == 4 && outcome.output.contains(text), "\(outcome.output)")
        }
        let few = try strata("check", #"{"tactic": {"min_vote": 0.8}}"#)
        #expect(few.status == 0 && few.output.contains("no strategy alone reaches more than 0.6"), "\(few.output)")
        #expect(few.output.hasSuffix("All else is well.\n"), "\(few.output)")
    }

    @Test func `a pair whose data lies beyond the exchange's prices altogether is refused`() throws {
        try KlineFiles.write(scratch, "data", minutes: 600, pairs: [("BTCUSDT", 0.5, 7)])
        for command in ["check", "run"] {
            let outcome = try strata(command)
            #expect(outcome.status == 4 && outcome.output.contains("BTC/USDT can't be traded: its data has prices"), "\(outcome.output)")
            #expect(outcome.output.contains("by PRICE_FILTER the exchange takes "), "\(outcome.output)")
        }
    }
}
