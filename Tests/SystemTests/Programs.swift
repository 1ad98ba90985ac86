import Foundation
import L1Operational

/// The programs of this build, beside the tests themselves.
enum Programs {
    static let folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path

    static func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// Python with pyzmq and msgpack, as run_tests.sh sets it up; `nil` where there is none.
    static var python: String? {
        let named = ProcessInfo.processInfo.environment["STRATA_PYTHON"]
        return [named, "\(DeployTests.root)/.venv/bin/python"].compactMap { $0 }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Whether deploy/setup.sh --training was here.
    static let hasParquet = FileManager.default.isExecutableFile(atPath: "\(DeployTests.root)/training/.venv/bin/python")

    /// The same, or any Python, for what needs its standard library alone.
    static var plainPython: String? {
        python
            ?? ["/usr/bin/python3", "/usr/local/bin/python3"].first {
                FileManager.default.isExecutableFile(atPath: $0)
            }
    }
}

/// `strata up` as a person starts it, in folders of its own.
final class Pipeline {
    /// The processes, as their logs are called.
    static let members = [
        "feed-handler.0", "l4-meta.0", "l3-strategy.0", "l2-tactic.0", "l1-operational.0", "risk-manager.0",
        "executor.0",
    ]

    let folder: String
    let process: Process
    private let output = Pipe()

    var runDirectory: String { "\(folder)/run" }
    var summaryPath: String { "\(folder)/summary.json" }

    /// Starts all processes on the bundled sample.
    convenience init(_ scratch: String, _ arguments: String...) throws { try self.init(scratch, arguments) }

    /// `programs`: the folder of the executables; `state`: the name of the state folder.
    init(
        _ scratch: String, _ arguments: [String], environment: [String: String] = [:],
        programs: String = Programs.folder, state: String = "state"
    ) throws {
        folder = scratch
        process = prepare("\(programs)/strata", environment)
        process.arguments = [
            "up", "--run-dir", "\(scratch)/run", "--state", "\(scratch)/\(state)", "--logs", "\(scratch)/log",
            "--summary", "\(scratch)/summary.json", "--force",
        ] + arguments
        process.currentDirectoryURL = URL(filePath: DeployTests.root)
        process.standardOutput = output
        process.standardError = output
        try startWithSignals(process)
    }

    /// Nobody reads what it prints any more.
    func closeOutput() {
        try? output.fileHandleForReading.close()
        try? output.fileHandleForWriting.close()
    }

    /// Waits for the end; answers the exit status and what was printed.
    func finish() throws -> Outcome {
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Outcome(status: process.terminationStatus, output: String(decoding: text, as: UTF8.self))
    }

    /// Ends it where it still runs: a test that failed leaves nothing behind.
    func stop() {
        guard process.isRunning else { return }
        process.terminate()
        _ = try? finish()
    }

    /// The summary that was written.
    func summary() throws -> [String: Any] {
        let bytes = try Data(contentsOf: URL(filePath: summaryPath))
        return try JSONSerialization.jsonObject(with: bytes) as? [String: Any] ?? [:]
    }

    /// A figure of one pair, or of "total".
    static func figure(_ summary: [String: Any], _ pair: String, _ key: String) -> Double {
        let row = pair == "total" ? summary["total"] : (summary["symbols"] as? [String: Any])?[pair]
        return ((row as? [String: Any])?[key] as? NSNumber)?.doubleValue ?? .nan
    }

    /// What the processes logged.
    func log(_ name: String) -> String {
        (try? String(contentsOfFile: "\(folder)/log/\(name).log", encoding: .utf8)) ?? ""
    }

    /// Asks the command line of the same build about this pipeline.
    func ask(_ words: String...) throws -> Outcome {
        try run(Programs.path("strata"), words + ["--run-dir", runDirectory])
    }

    /// Waits until a condition holds; false when the deadline passes first.
    func wait(seconds: Double, until holds: () throws -> Bool) rethrows -> Bool {
        try eventually(seconds: seconds, holds)
    }

    /// The process of a member, as in "l2-tactic.0"; `nil` while it does not run.
    func pid(of name: String) throws -> pid_t? {
        let rank = String(name.split(separator: ".")[0])
        let instance = String(name.split(separator: ".")[1])
        return try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { pid_t($0) }.first { pid in
            guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
                stat.hasPrefix("\(pid) (\(rank)) "),
                stat.split(separator: " ").dropFirst(3).first == "\(process.processIdentifier)"
            else { return false }
            // What belongs to one instance alone can be read of those that hide nothing.
            let environment = try? String(contentsOfFile: "/proc/\(pid)/environ", encoding: .utf8)
            return environment?.contains("STRATA_INSTANCE=\(instance)\0") ?? true
        }
    }
}
