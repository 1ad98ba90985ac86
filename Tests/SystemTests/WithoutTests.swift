import Foundation
import Testing

/// `strata up` with a level left to a program of somebody else, near the prices of the documents' examples.
@Suite(.serialized, .timeLimit(.minutes(10))) final class WithoutTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    deinit { scratch.remove() }

    @Test(.enabled(if: Programs.python != nil, "needs deploy/setup.sh --python, or STRATA_PYTHON"))
    func `with L3 in Python the run trades, and the L1 document's Signals from Python are reported as written`() throws {
        let python = try #require(Programs.python)
        try KlineFiles.write(scratch, "data", minutes: 2_000)
        // A Signal must outlive a busy machine's pause: an hour of the market is two seconds here.
        try scratch.write("config.json", #"{"operational": {"outside_signal_life": "1h"}}"#)
        let pipeline = try Pipeline(
            scratch.path, "--data", "\(scratch.path)/data", "--speed", "1500", "--config",
            "\(scratch.path)/config.json", "--without", "l3-strategy", "--journal", "\(scratch.path)/journal.jsonl")
        // The folder is the system's to make.
        #expect(pipeline.wait(seconds: 30) { FileManager.default.fileExists(atPath: pipeline.runDirectory) })
        let level = prepare(python, ["STRATA_RUN_DIR": pipeline.runDirectory])
        level.arguments = ["\(DeployTests.root)/docs/examples/l3_strategy.py"]
        try startWithSignals(level)
        defer { level.terminate() }
        #expect(pipeline.wait(seconds: 30) { pipeline.log("feed-handler.0").contains("Published 1000 total messages") })
        let sender = try run(
            python, "\(DeployTests.root)/docs/examples/send_signal.py", "--run-dir", pipeline.runDirectory)
        // ETH's is larger than what the documents' limits leave beside BTC's.
        let told = sender.output.split(separator: "\n")
        #expect(sender.status == 1 && told.prefix(2) == ["btc_s1: taken", "eth_s1: taken"], "\(sender.output)")
        #expect(told.contains { $0.hasPrefix("btc_s1: filled, 0.01 at ") }, "\(sender.output)")
        #expect(told.contains { $0.hasPrefix("eth_s1: rejected: total_exposure (found ") }, "\(sender.output)")
        pipeline.process.terminate()
        let outcome = try pipeline.finish()
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(level.isRunning, "its place was its own to the end")

        let reports = try scratch.read("journal.jsonl").split(separator: "\n").filter { $0.hasPrefix(#"{"said":"reports/"#) }
        for signal in ["btc_s1", "eth_s1"] {
            #expect(reports.count { $0.contains("\"signal_id\":\"\(signal)\"") } == 1, "\(signal)")
        }
        // Whether L2 has a reason to trade in so quiet a market depends on when the Signals came.
        #expect(try scratch.read("journal.jsonl").contains(#"{"said":"tactic_targets/"#), "L3 was heard")
        #expect(pipeline.log("l3-strategy.0").isEmpty, "ours was not started")
    }

    @Test func `a process that does not exist can't be left out`() throws {
        let outcome = try run(Programs.path("strata"), "up", "--without", "l5-oracle")
        #expect(outcome.status == 2 && outcome.output.contains("expected one of feed-handler"), "\(outcome.output)")
    }
}
