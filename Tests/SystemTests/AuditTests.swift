import Foundation
import L1Operational
import Testing

/// What the system did with the sample's first week, held against the raw candles by a program that
/// shares no code with it.
@Suite(.enabled(if: Programs.plainPython != nil, "needs python3, or STRATA_PYTHON"), .timeLimit(.minutes(10)))
final class AuditTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    deinit { scratch.remove() }

    private func audit(
        strata: String = "{}", safeList: String = "safe_list.json", klines: String = "samples/klines",
        _ change: (String) -> String = { $0 }
    ) throws -> Outcome {
        let files = ["journal", "summary", "config"].map { "\(scratch.path)/\($0).json" }
        try scratch.write("strata.json", strata)
        let chosen = ["--config", "\(scratch.path)/strata.json", "--safe-list", safeList]
        let outcome = try run(
            Programs.path("strata"),
            ["run", "--quiet", "--data", klines, "--to", "2025-05-11T15:36", "--journal", files[0]]
                + ["--summary", files[1]] + chosen)
        #expect(outcome.status == 0, "\(outcome.output)")
        // Around the JSON it may tell which keys have no effect yet.
        let told = try run(Programs.path("strata"), ["config"] + chosen).output
        let (first, last) = (try #require(told.firstIndex(of: "{")), try #require(told.lastIndex(of: "}")))
        try scratch.write("config.json", String(told[first...last]))
        try scratch.write("journal.json", change(try scratch.read("journal.json")))
        let python = try #require(Programs.plainPython)
        return try run(
            python, ["Tests/Peers/audit_journal.py"] + files + [klines, "--safe-list", safeList],
            environment: ["PYTHONDONTWRITEBYTECODE": "1"])
    }

    @Test func `an independent audit of a week's journal finds nothing`() throws {
        let outcome = try audit()
        #expect(outcome.status == 0, "\(outcome.output)")
        let words = outcome.output.split(whereSeparator: \.isWhitespace)
        #expect(words.first == "ok")
        for (name, least) in [("checks", 5000), ("fills", 50), ("reports", 30), ("fundings", 3)] {
            let place = try #require(words.firstIndex { $0 == name })
            #expect(try #require(Int(words[place + 1])) >= least, "\(outcome.output)")
        }
    }

    @Test func `and nothing on spot, where buys pay their fees in what they bought`() throws {
        let outcome = try audit(strata: #"{"market": "spot"}"#)
        #expect(outcome.status == 0 && outcome.output.hasPrefix("ok"), "\(outcome.output)")
        #expect(try scratch.read("journal.json").contains(#""base_fee":"#))
    }

    @Test func `and nothing in thin candles, which all orders share`() throws {
        try KlineFiles.write(scratch, "thin", minutes: 4000, isThin: true)
        let outcome = try audit(
            strata: #"{"tactic": {"max_cost_share": 10}}"#, klines: "\(scratch.path)/thin")
        #expect(outcome.status == 0 && outcome.output.hasPrefix("ok"), "\(outcome.output)")
        let words = outcome.output.split(whereSeparator: \.isWhitespace)
        let place = try #require(words.firstIndex { $0 == "partial_fills" }, "\(outcome.output)")
        #expect(try #require(Int(words[place + 1])) > 0)
    }

    @Test(arguments: [
        (#""purpose":"entry","maker":false"#, #""purpose":"entry","maker":true"#, "a maker's fee"),
        (#""said":"reports/"#, #""said":"nothing/"#, "a signal without report"),
        (#""realized_pnl":-"#, #""realized_pnl":-1"#, "another profit"),
    ])
    func `a figure changed in the journal is found`(
        _ found: String, _ put: String, _ finding: String
    ) throws {
        let outcome = try audit { text in
            text.range(of: found).map { text.replacingCharacters(in: $0, with: put) } ?? text
        }
        #expect(outcome.status == 1 && outcome.output.contains(finding), "\(outcome.output)")
    }
}
