import Foundation
import L1Operational
import Testing

/// `strata why` across seven processes, without a word about where the journal lies.
@Suite(.serialized, .timeLimit(.minutes(10))) final class WhyTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    deinit { scratch.remove() }

    @Test(arguments: [[], ["--speed", "3000"]])
    func `an order's story is told from fill to candle while the system runs, and after it`(_ pace: [String]) throws {
        let pipeline = try Pipeline(scratch.path, ["--to", "2025-05-25"] + pace)
        var list = ""
        #expect(
            try pipeline.wait(seconds: 90) {
                list = try pipeline.ask("why").output
                return Self.filled(list) != nil
            }, "no order was filled: \(list)")
        #expect(pipeline.process.isRunning, "the run was over before it could be asked")
        let order = try #require(Self.filled(list))
        try check(try pipeline.ask("why", order), order)
        pipeline.process.interrupt()
        let outcome = try pipeline.finish()
        #expect(outcome.status == 0, "\(outcome.output)")
        let after = try run(Programs.path("strata"), "why", "st-r1-\(order)-1", "--state", "\(scratch.path)/state")
        try check(after, order)
        try checkFull(try pipeline.ask("why", order, "--full"), order)
        let fields = try pipeline.ask("why", order, "--json")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(fields.output.utf8)) as? [String: Any])
        #expect(object["order"] as? String == order && (object["entries"] as? [Any])?.count ?? 0 > 5)
        func count(_ words: [String]) throws -> Int? {
            let list = try run(Programs.path("strata"), ["why", "--json", "--run-dir", pipeline.runDirectory] + words)
            return try (JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [[String: Any]])?.count
        }
        // Stopped so early, it may have one order alone.
        let all = try #require(try count([]))
        #expect(try all >= 1 && count(["--last", "2"]) == min(2, all) && count(["--last", "1"]) == 1)
        #expect(try pipeline.ask("why", order).output == after.output)
        let none = try pipeline.ask("why", "nothing-of-ours")
        #expect(none.status == 1 && none.output.contains("no order \"nothing-of-ours\" in \(scratch.path)/state/output/run-1.jsonl ("), "\(none.output)")
        let near = try pipeline.ask("why", order.dropLast() + "x")
        #expect(near.status == 1 && near.output.contains(order), "\(near.output)")
    }

    /// The first entry of a list that has a price: it was filled.
    private static func filled(_ list: String) -> String? {
        for line in list.split(separator: "\n") {
            let cells: [Substring] = line.split(separator: " ")
            if cells.count > 6, cells[4] == "entry", Double(cells[6]) != nil { return String(cells[0]) }
        }
        return nil
    }

    private func check(_ outcome: Outcome, _ order: String) throws {
        let story = outcome.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
        #expect(outcome.status == 0 && story.hasPrefix("\(order): entry, "), "\(story)")
        for part in [
            "within the risk manager's approval of", "voted to", "L3 saw", "L4 gave", "ADX", "the smallest of the caps was",
            "fee ", "USDT", "as taker", "when the candle of 1m closed at",
        ] { #expect(story.contains(part), "the story lacks \"\(part)\": \(story)") }
        #expect(outcome.output.split(separator: "\n").allSatisfy { $0.count <= 80 || !$0.contains(" ") }, "\(outcome.output)")
    }

    private func checkFull(_ outcome: Outcome, _ order: String) throws {
        let story = outcome.output
        #expect(outcome.status == 0 && story.hasPrefix("order of signal \(order)\n"), "\(story)")
        for part in [
            " fills/", " orders/", " signals/", " execution_plan/", "regime=", " tactic_targets/", " strategy_update/",
            " weight=", "the market data it came from",
        ] { #expect(story.contains(part), "the story lacks \"\(part)\": \(story)") }
        let candle = try #require(story.split(separator: "\n").first { $0.contains(" kline_1m/") }, "\(story)")
        let place = try #require(candle.split(separator: " ").last).split(separator: ":")
        try #require(place.count == 2 && place[0].hasPrefix("/"), "no file and line: \(candle)")
        let line = try run("/bin/sh", "-c", "zcat -f '\(place[0])' | sed -n \(place[1])p").output
        let open = try #require(line.split(separator: ",").first)
        #expect(candle.contains("open_time=\(open)000000 "), "\(candle) is not \(line)")
    }

    @Test func `where nothing ran, what is looked for is said`() throws {
        let outcome = try run(Programs.path("strata"), "why", "--state", scratch.path)
        #expect(outcome.status == 1 && outcome.output.contains("\(scratch.path) tells of no run"), "\(outcome.output)")
    }
}
