import Foundation
import Testing

/// `strata run` as a person uses it: the same bytes each time, and each symbol the same alone.
@Suite final class RunTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    deinit { scratch.remove() }

    private func run(_ name: String, _ words: String...) throws -> (summary: [String: Any], journal: String) {
        let outcome = try SystemTests.run(
            Programs.path("strata"),
            ["run", "--quiet", "--to", "2025-05-07", "--journal", "\(scratch.path)/\(name).jsonl",
                "--summary", "\(scratch.path)/\(name).json"] + words)
        #expect(outcome.status == 0, "\(outcome.output)")
        let bytes = try Data(contentsOf: URL(filePath: "\(scratch.path)/\(name).json"))
        let summary = try JSONSerialization.jsonObject(with: bytes) as? [String: Any] ?? [:]
        return (summary, try String(contentsOfFile: "\(scratch.path)/\(name).jsonl", encoding: .utf8))
    }

    @Test func `twice over the same data gives the same journal, with orders and fills in it`() throws {
        let first = try run("first")
        let second = try run("second")
        #expect(first.journal == second.journal)
        #expect(Pipeline.figure(first.summary, "total", "fills") > 0)
        #expect(Pipeline.figure(first.summary, "total", "signals") > 0)
        let why = try SystemTests.run(Programs.path("strata"), "why", "--journal", "\(scratch.path)/first.jsonl")
        #expect(why.status == 0)
        let order = try #require(why.output.split(separator: "\n").dropFirst().first?.split(separator: " ").first.map(String.init))
        let story = try SystemTests.run(
            Programs.path("strata"), "why", order, "--full", "--journal", "\(scratch.path)/first.jsonl")
        for part in ["orders/", "signals/", "tactic_targets/", "strategy_update/", "kline_1m/"] {
            #expect(story.output.contains(part), "the story of \(order) lacks \(part):\n\(story.output)")
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `seven processes end with the summary of one`() throws {
        let pipeline = try Pipeline(scratch.path, "--to", "2025-05-06")
        #expect(try pipeline.finish().status == 0)
        let one = try SystemTests.run(
            Programs.path("strata"), "run", "--quiet", "--to", "2025-05-06", "--summary", "\(scratch.path)/one.json")
        #expect(one.status == 0, "\(one.output)")
        #expect(try scratch.read("summary.json") == scratch.read("one.json"))
        #expect(Pipeline.figure(try pipeline.summary(), "total", "fills") > 0)
    }

    @Test func `settings that lie where a command is typed are told, others that are named are not`() throws {
        try scratch.write("strata.json", #"{"capital":5000}"#)
        let root = DeployTests.root
        let words = [
            "run", "--to", "2025-05-04T16:00", "--data", "\(root)/samples/klines", "--safe-list", "\(root)/safe_list.json",
            "--instruments", "\(root)/samples/instruments.json",
        ]
        let found = try SystemTests.run(Programs.path("strata"), words, in: scratch.path)
        #expect(found.status == 0 && found.output.contains("settings: ./strata.json"), "\(found.output)")
        #expect(found.output.contains("5000.00 to 5000.00 USDT"), "they hold: \(found.output)")
        try scratch.write("other.json", "{}")
        let named = try SystemTests.run(Programs.path("strata"), words + ["--config", "other.json"], in: scratch.path)
        #expect(named.status == 0 && !named.output.contains("settings:"), "\(named.output)")
    }

    @Test func `a journal is verified, and a changed figure in it is found`() throws {
        let path = "\(scratch.path)/audited.jsonl"
        let journal = try run("audited").journal
        let whole = try SystemTests.run(Programs.path("strata"), "audit", "verify", path)
        #expect(whole.status == 0 && whole.output.hasPrefix("OK \(path): "), "\(whole.output)")
        try scratch.write("audited.jsonl", journal.replacing("\"side\":\"buy\"", with: "\"side\":\"sell\"", maxReplacements: 1))
        let changed = try SystemTests.run(Programs.path("strata"), "audit", "verify", path, "--json")
        #expect(changed.status == 1 && changed.output.contains("it was changed"), "\(changed.output)")
        #expect(try SystemTests.run(Programs.path("strata"), "audit", "verify").status == 2)
    }

    @Test func `a symbol's candles are the same alone as with others`() throws {
        let all = try run("all")
        let alone = try run("alone", "--symbols", "ETH/USDT")
        #expect(
            Pipeline.figure(all.summary, "ETH/USDT", "candles") == Pipeline.figure(alone.summary, "ETH/USDT", "candles"))
    }

    @Test(arguments: [
        (["run", "--speed", "3"], Int32(2), "\"--speed\" is no option here"),
        (["run", "--from", "yesterday"], 2, "expected a date or time in UTC"),
        (["run", "--from", "2025-02-31"], 2, "--from is \"2025-02-31\", which names a day that the calendar does not have"),
        (["up", "--to", "2025-05-08T10:00+2"], 2, "--to is \"2025-05-08T10:00+2\", which is no date or time of ISO 8601"),
        (["run", "--symbols", "DOGE/USDT"], 4, "not among the active pairs"),
        (["run", "--data", "/nowhere"], 1, "BTCUSDT"),
        (["run", "--safe-list", "/nowhere.json"], 4, "can't read /nowhere.json"),
        (["up", "--feed", "binance", "--mode", "live"], 4, "live_closed: "),
        (["status", "--run-dir", "/tmp"], 1, ""),
        (["nonsense"], 2, "there is no command"),
    ])
    func `a wrong word is answered with what was expected`(
        _ words: [String], _ status: Int32, _ text: String
    ) throws {
        let outcome = try SystemTests.run(Programs.path("strata"), words)
        #expect(outcome.status == status || (words[0] == "status" && outcome.status != 0), "\(outcome.output)")
        #expect(text.isEmpty || outcome.output.contains(text), "\(outcome.output)")
    }
}
