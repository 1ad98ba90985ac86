import Foundation
import L1Operational
import Testing

/// One run directory and one state belong to one system, one endpoint to one process.
@Suite(.serialized, .timeLimit(.minutes(10))) final class InstanceTests {
    private let scratch: Scratch

    private let keys: HandKeys

    init() throws {
        scratch = try Scratch()
        keys = try HandKeys(in: scratch.path + "/run")
    }

    deinit { scratch.remove() }

    @Test func `a second process on an endpoint ends and names it and the first one's process id`() throws {
        let first = try start("executor")
        defer { first.terminate() }
        let second = try run(Programs.path("executor"), [], environment: environment("second"))
        #expect(second.status == 1)
        #expect(second.output.contains("\(scratch.path)/run/executor.0.pub"), "\(second.output)")
        #expect(second.output.contains("process \(first.processIdentifier)"), "\(second.output)")
        #expect(first.isRunning)
    }

    private func environment(_ state: String) -> [String: String] {
        ["STRATA_RUN_DIR": "\(scratch.path)/run", "STRATA_STATE_DIR": "\(scratch.path)/\(state)"]
            .merging(keys.environment) { $1 }
    }

    @Test(arguments: ["--run-dir", "--state"])
    func `a second system in the same folders is refused, and the first goes on`(_ shared: String) throws {
        let first = try Pipeline(scratch.path, "--speed", "600")
        #expect(first.wait(seconds: 60) { first.log("l1-operational.0").contains("hears executor") })
        let folders = ["--run-dir": "\(scratch.path)/run", "--state": "\(scratch.path)/state"]
        var words = ["up", "--logs", "\(scratch.path)/other-log"]
        for (option, path) in folders { words += [option, option == shared ? path : path + "-other"] }
        let second = try run(Programs.path("strata"), words)
        #expect(second.status == 1)
        #expect(second.output.contains(folders[shared] ?? "?"), "\(second.output)")
        #expect(second.output.contains("(process \(first.process.processIdentifier))"), "\(second.output)")
        #expect(try first.ask("status").status == 0)
        #expect(try mayDumpCore(first.process) == false)
        first.process.interrupt()
        #expect(try first.finish().status == 0)
        let found = try FileManager.default.contentsOfDirectory(atPath: scratch.path)
        #expect(!found.contains { $0.hasPrefix("state.before") }, "\(found)")
    }

    @Test func `a process that is started again by hand says a larger epoch by itself`() throws {
        for epoch in 1...2 {
            let process = try start("executor")
            #expect(try status("--json").output.contains(#""process":"executor.0","run":1,"epoch":\#(epoch),"#))
            process.terminate()
            process.waitUntilExit()
        }
        let given = try start("executor", ["STRATA_EPOCH": "9"])
        #expect(try status("--json").output.contains(#""epoch":9,"#))
        given.terminate()
        given.waitUntilExit()
        let next = try start("executor")
        defer { next.terminate() }
        #expect(try status("--json").output.contains(#""epoch":10,"#))
    }

    @Test func `status shows each instance, and says of each other process at once that it is not there`() throws {
        let nobody = try status()
        #expect(nobody.status == 3 && nobody.output.contains("no process of Strata is running"), "\(nobody.output)")
        let second = try start(
            "l2-tactic", ["STRATA_L2_INSTANCES": "BTC/USDT;ETH/USDT,SOL/USDT", "STRATA_INSTANCE": "1"])
        defer { second.terminate() }
        #expect(try mayDumpCore(second) == false)
        let some = try status()
        #expect(some.status == 0, "\(some.output)")
        let lines = some.output.split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("l2-tactic.1 ") && $0.contains("waiting for data") }, "\(some.output)")
        #expect(lines.filter { $0.hasSuffix(" is not running") }.count == 7, "\(some.output)")
        kill(second.processIdentifier, SIGSTOP)
        defer { kill(second.processIdentifier, SIGCONT) }
        let silent = try status("--json")
        #expect(silent.output.contains("{\"process\":\"l2-tactic.1\",\"missing\":\"no answer\"}"), "\(silent.output)")
    }

    /// Whether a process may leave its memory, and with it its secrets, in a file.
    private func mayDumpCore(_ process: Process) throws -> Bool {
        let limits = try String(contentsOfFile: "/proc/\(process.processIdentifier)/limits", encoding: .utf8)
        let line = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") })
        return line.split(separator: " ").dropFirst(4).prefix(2) != ["0", "0"]
    }

    private func status(_ more: String...) throws -> Outcome {
        try run(Programs.path("strata"), ["status", "--run-dir", "\(scratch.path)/run"] + more)
    }

    /// Starts a process and waits until it serves: it binds before it says that it has started.
    private func start(_ name: String, _ more: [String: String] = [:]) throws -> Process {
        let process = prepare(Programs.path(name), environment("first").merging(more) { $1 })
        let log = Pipe()
        process.standardError = log
        process.currentDirectoryURL = URL(filePath: DeployTests.root)
        try startWithSignals(process)
        while !String(decoding: log.fileHandleForReading.availableData, as: UTF8.self).contains("started") {
            try #require(process.isRunning)
        }
        return process
    }
}
