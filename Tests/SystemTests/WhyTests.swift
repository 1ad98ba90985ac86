import Foundation
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
                return list.contains("  filled\n")
            }, "no order was filled: \(list)")
        #expect(pipeline.process.isRunning, "the run was over before it could be asked")
        let order = try #require(
            list.split(separator: "\n").first { $0.hasSuffix("filled") }?.split(separator: " ").first.map(String.init))
        try check(try pipeline.ask("why", order), order)
        pipeline.process.interrupt()
        let outcome = try pipeline.finish()
        #expect(outcome.status == 0, "\(outcome.output)")
        let after = try run(Programs.path("strata"), "why", "st-r1-\(order)-1", "--state", "\(scratch.path)/state")
        try check(after, order)
        #expect(try pipeline.ask("why", order).output == after.output)
        let none = try pipeline.ask("why", "nothing-of-ours")
        #expect(none.status == 1 && none.output.contains("has no order"), "\(none.output)")
    }

    private func check(_ outcome: Outcome, _ order: String) throws {
        let story = outcome.output
        #expect(outcome.status == 0 && story.hasPrefix("order of signal \(order)\n"), "\(story)")
        for part in [
            " fills/", " orders/", "within the risk manager's approval of", " signals/", " execution_plan/",
            "regime=", " tactic_targets/", " strategy_update/", " weight=", "the market data it came from",
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
