import Foundation
import L1Operational
import Testing

/// A pair whose recorded data is over while that of others goes on, with its position open.
@Suite(.serialized, .timeLimit(.minutes(10))) final class PairEndTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    deinit { scratch.remove() }

    /// BTC is bought at 21:30 and its file ends at 21:40; the others go on.
    @Test(.enabled(if: Programs.plainPython != nil, "needs python3, or STRATA_PYTHON"))
    func `its position is settled at the last price, the same in both hosts, and the books audit`() throws {
        try cut(minutesAfterFirst: 1808)
        let alone = try play("run", ["--quiet"])
        #expect(alone.output.contains("BTC/USDT: its data ended at 2025-05-05T21:44:00.000Z"), "\(alone.output)")
        let journal = try scratch.read("run.jsonl")
        let fills = journal.split(separator: "\n").filter { $0.contains(#""purpose":"settlement""#) }
        let said = fills.filter { $0.contains(#""said":"fills/BTC/USDT""#) }
        #expect(said.count == 1 && said[0].contains(#""position":0"#), "\(fills)")
        #expect(journal.contains(#""reason":"data_ceased""#))
        let files = ["\(scratch.path)/run.jsonl", "\(scratch.path)/run.json", "\(scratch.path)/config.json"]
        try scratch.write("strata.json", "{}")
        let config = try run(Programs.path("strata"), "config", "--config", "\(scratch.path)/strata.json")
        // What stands before it is for people.
        try scratch.write("config.json", String(config.output.drop { $0 != "{" }))
        let audit = try run(
            try #require(Programs.plainPython), ["Tests/Peers/audit_journal.py"] + files + ["\(scratch.path)/data"],
            environment: ["PYTHONDONTWRITEBYTECODE": "1"])
        #expect(audit.status == 0 && audit.output.hasPrefix("ok"), "\(audit.output)")

        let seven = try Pipeline(
            scratch.path, "--data", "\(scratch.path)/data", "--to", "2025-05-06T00:00", "--journal",
            "\(scratch.path)/up.jsonl"
        ).finish()
        #expect(seven.status == 0, "\(seven.output)")
        #expect(try scratch.read("up.jsonl") == journal)
        #expect(try ExecutorBooks.rows("select count(*) from positions where size_e8 <> 0 and symbol = 'BTC/USDT'",
            "\(scratch.path)/state") == ["0"])
    }

    @Test func `where the rule is to keep it, it stays, and the summary says as of when it is valued`() throws {
        try cut(minutesAfterFirst: 1808)
        try scratch.write("strata.json", #"{"paper": {"at_pair_end": "keep"}}"#)
        let kept = try play("run", ["--quiet", "--config", "\(scratch.path)/strata.json"])
        #expect(kept.output.contains("its data ended at 2025-05-05T21:44:00.000Z; what"), "\(kept.output)")
        let journal = try scratch.read("run.jsonl")
        #expect(!journal.contains("settlement") && journal.contains(#""reason":"data_ceased""#))
    }

    /// The bundled sample, of which BTC's file ends early.
    private func cut(minutesAfterFirst count: Int) throws {
        let samples = DeployTests.root + "/samples/klines"
        for name in ["ETHUSDT", "SOLUSDT"] {
            try scratch.write("data/\(name)-1m.csv", try text(of: "\(samples)/\(name)-1m.csv.gz"))
        }
        let lines = try text(of: "\(samples)/BTCUSDT-1m.csv.gz").split(separator: "\n").prefix(count + 1)
        try scratch.write("data/BTCUSDT-1m.csv", lines.joined(separator: "\n") + "\n")
    }

    private func text(of file: String) throws -> String { try run("/usr/bin/env", "gzip", "-cd", file).output }

    private func play(_ command: String, _ words: [String]) throws -> Outcome {
        let outcome = try run(
            Programs.path("strata"),
            [
                command, "--data", "\(scratch.path)/data", "--to", "2025-05-06T00:00", "--journal",
                "\(scratch.path)/run.jsonl", "--summary", "\(scratch.path)/run.json",
            ] + words)
        #expect(outcome.status == 0, "\(outcome.output)")
        return outcome
    }
}
