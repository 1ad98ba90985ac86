import Foundation
import Testing

/// Seven real processes over ZeroMQ on the recorded sample.
@Suite(.serialized) final class PipelineTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    deinit { scratch.remove() }

    @Test(.timeLimit(.minutes(10)))
    func `all processes trade the sample, end by themselves and leave a summary`() throws {
        let pipeline = try Pipeline(scratch.path, "--to", "2025-05-07", "--speed", "20000")
        let outcome = try pipeline.finish()
        #expect(outcome.status == 0, "\(outcome.output)")
        let summary = try pipeline.summary()
        for pair in ["BTC/USDT", "ETH/USDT", "SOL/USDT"] {
            #expect(Pipeline.figure(summary, pair, "candles") == 3383)
        }
        #expect(Pipeline.figure(summary, "total", "fills") > 0, "\(outcome.output)")
        for name in ["l1-operational.0", "executor.0", "risk-manager.0", "l2-tactic.0"] {
            #expect(pipeline.log(name).contains("stopped"), "\(name) did not stop cleanly")
        }
    }

    @Test(.timeLimit(.minutes(10)))
    func `each process may be killed in mid-run, and L2 may be two`() throws {
        let pipeline = try Pipeline(
            scratch.path, "--to", "2025-05-07", "--speed", "10000", "--l2-instances", "BTC/USDT;ETH/USDT,SOL/USDT")
        let names = [
            "l4-meta.0", "l3-strategy.0", "l2-tactic.0", "l2-tactic.1", "l1-operational.0", "risk-manager.0",
            "executor.0", "feed-handler.0",
        ]
        for name in names {
            let sign = name == "feed-handler.0" ? "Published 1000 total messages" : "hears feed-handler"
            #expect(pipeline.wait(seconds: 60) { pipeline.log(name).contains(sign) }, "\(name) never began")
            let before = pipeline.log(name).components(separatedBy: "started").count
            let victim = try #require(try pipeline.pid(of: name), "\(name) is not running")
            kill(victim, SIGKILL)
            let back = pipeline.wait(seconds: 30) {
                pipeline.log(name).components(separatedBy: "started").count > before
            }
            #expect(back, "\(name) was not started again")
        }
        let outcome = try pipeline.finish()
        #expect(outcome.status == 0, "\(outcome.output)")
        let summary = try pipeline.summary()
        #expect(pipeline.log("feed-handler.0").contains("goes on exactly after"))
        // A feed handler killed within a moment says that moment's candles again; no stage takes them twice.
        #expect((3 * 3383...3 * 3383 + 3).contains(Int(Pipeline.figure(summary, "total", "candles"))))
        #expect(Pipeline.figure(summary, "total", "fills") > 0)
        try checkBooks(pipeline)
    }

    /// No fill is doubled in the executor's books, whatever was killed.
    private func checkBooks(_ pipeline: Pipeline) throws {
        let fills = try ExecutorBooks.fills(in: "\(pipeline.folder)/state")
        #expect(!fills.isEmpty && Set(fills).count == fills.count)
    }

    @Test(.timeLimit(.minutes(10)))
    func `a halt is kept by both, and Ctrl-C stops cleanly`() throws {
        let pipeline = try Pipeline(scratch.path, "--speed", "600")
        #expect(pipeline.wait(seconds: 60) { pipeline.log("l1-operational.0").contains("hears executor") })
        let halt = try pipeline.ask("halt")
        #expect(halt.status == 0, "\(halt.output)")
        #expect(halt.output.contains("executor: done") && halt.output.contains("risk-manager: done"))
        let status = try pipeline.ask("status")
        #expect(status.status == 0 && status.output.contains("l1-operational.0"), "\(status.output)")
        let resume = try pipeline.ask("resume")
        #expect(resume.status == 0, "\(resume.output)")
        pipeline.process.interrupt()
        let outcome = try pipeline.finish()
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(FileManager.default.fileExists(atPath: pipeline.summaryPath))
    }
}
