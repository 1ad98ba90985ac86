import Foundation
import Market
import Messages
import Stages
import Testing

/// A disk that takes nothing more, by a limit on the length of files that a running process may write.
@Suite(.timeLimit(.minutes(10))) struct DiskFullTests {
    @Test func `a process that can't keep its records stands still, trading halts durably, and nothing is lost`() throws {
        let seven = try SevenProcesses()
        defer { seven.end() }
        try seven.begin()
        let desk = SignalDesk(seven)
        try desk.enterAndFill()

        for name in ["l2-tactic", "executor", "risk-manager"] {
            try limitFiles(of: seven.pid(name), to: 1)
            try seven.wait("\(name) stands still") { seven.log(name).contains("stands still") }
            let path = "\(seven.scratch.path)/state/free-journal/\(name).0/"
            #expect(seven.log(name).contains(path), "the path is told: \(seven.log(name))")
            for other in ["executor", "risk-manager"] where other != name {
                try seven.wait("\(other) halts while \(name) stands still") { try isHalted(seven, other) }
            }
            if name == "l2-tactic" { try desk.expect(desk.leave(), .filled) }
            try limitFiles(of: seven.pid(name), to: nil)
            try seven.wait("\(name) goes on") { seven.log(name).contains("it can write again") }
            try seven.wait("\(name) has halted too") {
                try isHalted(seven, "executor") && isHalted(seven, "risk-manager")
            }
            try seven.wait("the others hear \(name)") { try !seven.misses("l1-operational", name) }
            try desk.expect(desk.enter(), .rejected, .halted)
            let resume = try run(Programs.path("strata"), "resume", "--run-dir", seven.scratch.path + "/run")
            #expect(resume.status == 0, "\(resume.output)")
            try seven.wait("nobody is halted") { try !isHalted(seven, "executor") && !isHalted(seven, "risk-manager") }
            try seven.wait("L1 has heard it") {
                if case .riskAlert(let last)? = seven.said.last(where: { $0.kind == .riskAlert }) { !last.halted } else { false }
            }
            try desk.enterAndFill()
        }
        for name in SevenProcesses.names { #expect(!seven.log(name).contains("are lost"), "\(name)") }
        for name in SevenProcesses.names { seven.signal(name, SIGTERM) }
        for name in SevenProcesses.names { seven.waitForEnd(of: name) }
        #expect(try ExecutorBooks.findings(in: seven.scratch.path + "/state", capital: 10_000) == "")
        #expect(try ExecutorBooks.fills(in: seven.scratch.path + "/state").count == seven.fills.count)
    }

    @Test func `an output journal that can't be written halts trading, and is whole once there is room`() throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let journal = scratch.path + "/journal.jsonl"
        let pipeline = try Pipeline(scratch.path, "--speed", "3000", "--to", "2025-05-07", "--journal", journal)
        defer { if pipeline.process.isRunning { pipeline.process.terminate() } }
        #expect(pipeline.wait(seconds: 60) { pipeline.log("l1-operational.0").contains("hears executor") })
        try limitFiles(of: pipeline.process.processIdentifier, to: 1)
        #expect(try pipeline.wait(seconds: 60) { try isHalted(scratch.path, "executor") && isHalted(scratch.path, "risk-manager") })
        try limitFiles(of: pipeline.process.processIdentifier, to: nil)
        #expect(pipeline.wait(seconds: 30) { (try? pipeline.ask("resume").status) == 0 })
        let length = size(journal)
        #expect(pipeline.wait(seconds: 60) { size(journal) > length }, "it goes on")
        pipeline.process.interrupt()
        let outcome = try pipeline.finish()
        #expect(outcome.status == 0, "\(outcome.output)")
        let told = "can't write \(scratch.path)/state/output/run-1.jsonl: File too large"
        #expect(outcome.output.contains(told) && outcome.output.contains("make room"), "\(outcome.output)")
        #expect(outcome.output.contains("TRADING IS HALTED since"), "\(outcome.output)")
        let audit = try run(Programs.path("strata"), "audit", "verify", journal)
        #expect(audit.status == 0, "\(audit.output)")
    }

    @Test func `room that runs out halts trading before anything fails, and status says why`() throws {
        let seven = try SevenProcesses(leastFree: 1_000_000_000)
        defer { seven.end() }
        for name in ["executor", "risk-manager"] {
            try seven.wait("\(name) halts") { try isHalted(seven, name) }
        }
        #expect(seven.log("executor").contains("make room, then `strata resume`"), "\(seven.log("executor"))")
        try seven.wait("status says it") {
            let status = try run(Programs.path("strata"), "status", "--run-dir", seven.scratch.path + "/run").output
            return status.hasPrefix("TRADING IS HALTED since") && status.contains("disk")
        }
    }

    // MARK: - Tools

    private func isHalted(_ seven: SevenProcesses, _ name: String) throws -> Bool {
        try isHalted(seven.scratch.path, name)
    }

    /// Whether a halt stands in a process's durable records.
    private func isHalted(_ folder: String, _ name: String) throws -> Bool {
        let query = """
            import sqlite3, sys
            database = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True)
            print(database.execute("select halted, reason from halt").fetchall())
            """
        return try run("/usr/bin/env", "python3", "-c", query, "\(folder)/state/\(name).sqlite").output
            .contains("(1, 'disk_full')")
    }

    private func size(_ path: String) -> Int {
        ((try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int) ?? 0
    }
}
