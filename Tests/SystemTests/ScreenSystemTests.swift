import Foundation
import TestSupport
import Testing

/// `strata up` on terminals, in pipes, and when they go away.
@Suite(.serialized, .timeLimit(.minutes(10))) struct ScreenSystemTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// `strata up` on a terminal.
    private func start(
        _ pty: Pty, _ words: [String], environment: [String: String] = ["TERM": "xterm", "NO_COLOR": ""]
    ) throws -> Process {
        let process = prepare(Programs.path("strata"), environment)
        process.arguments = [
            "up", "--run-dir", "\(scratch.path)/run", "--state", "\(scratch.path)/state", "--logs", "\(scratch.path)/log",
        ] + words
        process.currentDirectoryURL = URL(filePath: DeployTests.root)
        process.standardOutput = pty.screen
        process.standardError = pty.screen
        try startWithSignals(process)
        return process
    }

    @Test func `the top of the screen stays at every size, also while the window changes`() throws {
        defer { scratch.remove() }
        let pty = try Pty(rows: 24, columns: 80)
        let process = try start(pty, ["--speed", "600"])
        func isTop(_ grid: TerminalGrid) -> Bool {
            grid.lines[0].hasPrefix("Strata  run 1  PAPER") && grid.lines[1].hasPrefix("equity")
                && grid.lines[0].contains("event time 2025")
        }
        #expect(pty.wait(seconds: 60, until: isTop), "\(pty.grid.lines)")
        #expect(pty.grid.scrolls == 0 && pty.grid.wraps == 0 && pty.grid.unknown.isEmpty, "\(pty.grid)")
        #expect(!pty.text.contains("1970") && !pty.text.contains("equity 0.00"))
        for (rows, columns) in [(10, 60), (40, 132), (24, 80)] {
            pty.resize(rows: rows, columns: columns)
            // The drawing under way was made for the window before.
            #expect(pty.wait(seconds: 20) { isTop($0) && $0.lines[rows - 1] != "?" }, "\(pty.grid.lines)")
            pty.resize(rows: rows, columns: columns)
            #expect(pty.wait(seconds: 20, until: isTop), "\(pty.grid.lines)")
            #expect(pty.grid.scrolls == 0 && pty.grid.wraps == 0, "\(rows)x\(columns)")
        }
        let halt = try run(Programs.path("strata"), "halt", "--run-dir", "\(scratch.path)/run")
        #expect(halt.status == 0, "\(halt)")
        #expect(pty.wait(seconds: 20) { $0.lines[1].hasPrefix("TRADING IS HALTED since 2025") }, "\(pty.grid.lines)")
        #expect(try run(Programs.path("strata"), "resume", "--run-dir", "\(scratch.path)/run").status == 0)
        #expect(pty.wait(seconds: 20, until: isTop), "\(pty.grid.lines)")
        process.interrupt()
        #expect(eventually(seconds: 30) { pty.read(); return !process.isRunning })
        pty.read()
        #expect(process.terminationStatus == 0 && pty.grid.isAsShellExpects)
        #expect(pty.text.contains("no data") || pty.text.contains("total"), "the summary is missing")
    }

    @Test(arguments: [["TERM": "dumb"], ["TERM": "xterm", "NO_COLOR": "1"], ["TERM": ""]])
    func `a terminal that can't, or may not, be drawn on gets lines without escape codes`(
        _ environment: [String: String]
    ) throws {
        defer { scratch.remove() }
        let pty = try Pty(rows: 24, columns: 80)
        let process = try start(pty, ["--to", "2025-05-04T16:00"], environment: environment)
        #expect(eventually(seconds: 60) { pty.read(); return !process.isRunning })
        pty.read()
        #expect(pty.grid.escapes == 0 && process.terminationStatus == 0, "\(pty.text)")
        #expect(pty.text.hasPrefix("waiting for data") || pty.text.contains("\nwaiting for data"), "\(pty.text)")
        #expect(!pty.text.contains("1970"))
    }

    @Test func `a closed pipe, a closed terminal and a reader that reads nothing stop nothing`() throws {
        defer { scratch.remove() }
        // A pipe whose reader goes after the first line.
        let one = try Pipeline(scratch.path, "--to", "2025-05-06")
        one.closeOutput()
        #expect(eventually(seconds: 120) { !one.process.isRunning })
        #expect(one.process.terminationReason == .exit && one.process.terminationStatus == 0)
        #expect(Pipeline.figure(try one.summary(), "total", "candles") > 4000)
        #expect(try scratch.read("log/supervisor.log").contains("nobody watches any more"))
        // SIGHUP and a pipe that is full: the run goes on to its end all the same.
        let two = try Pipeline(scratch.path, "--speed", "20000", "--to", "2025-05-06")
        #expect(two.wait(seconds: 60) { two.log("l1-operational.0").contains("hears executor") })
        kill(two.process.processIdentifier, SIGUSR1)
        kill(two.process.processIdentifier, SIGHUP)
        #expect(two.wait(seconds: 20) { (try? scratch.read("log/supervisor.log").contains("the terminal was closed")) == true })
        #expect(two.process.isRunning)
        #expect(try two.finish().status == 0)
    }

    @Test func `a halt that an earlier run left is told at the start, in the line and by status`() throws {
        defer { scratch.remove() }
        let first = try Pipeline(scratch.path, "--speed", "600")
        #expect(try first.wait(seconds: 60) {
            let status = try first.ask("status").output
            return status.contains("executor.0         event time 2025") && status.contains("manager.0     event time 2025")
        })
        #expect(try first.ask("halt").status == 0)
        let status = try first.ask("status")
        #expect(status.output.hasPrefix("TRADING IS HALTED since 2025"), "\(status)")
        let json = try first.ask("status", "--json").output
        #expect(json.contains("\"halted\":true,") && json.contains("\"halt_reason\":\"person_asked\""), "\(json)")
        #expect(first.wait(seconds: 30) {
            (try? scratch.read("log/supervisor.log").contains("TRADING IS HALTED")) == true
        })
        first.process.interrupt()
        _ = try first.finish()
        let second = try Pipeline(scratch.path, "--speed", "600", "--keep-state")
        // The log goes on where the first run's ended.
        #expect(second.wait(seconds: 60) {
            let log = (try? scratch.read("log/supervisor.log")) ?? ""
            return log.components(separatedBy: "TRADING IS HALTED").count > 2
        })
        second.process.interrupt()
        let end = try second.finish()
        #expect(end.output.contains("TRADING IS HALTED since 2025") && end.output.contains("HALTED (person_asked)"), "\(end)")
    }

    @Test func `closed standard descriptors don't put the screen into a file of ours`() throws {
        defer { scratch.remove() }
        let words = "up --run-dir \(scratch.path)/run --state \(scratch.path)/state --logs \(scratch.path)/log "
            + "--to 2025-05-04T16:30 --journal \(scratch.path)/journal.jsonl >&- 2>&- <&-"
        let outcome = try run("/bin/sh", "-c", "\(Programs.path("strata")) \(words)")
        #expect(outcome.status == 0, "\(outcome)")
        let journal = try scratch.read("journal.jsonl")
        #expect(journal.hasPrefix("{\"journal\":1") && !journal.contains("candles"))
        let verified = try run(Programs.path("strata"), "audit", "verify", "\(scratch.path)/journal.jsonl")
        #expect(verified.status == 0, "\(verified)")
    }
}
