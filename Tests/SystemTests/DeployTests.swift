import Foundation
import Testing

/// The scripts around the build: setup, the run counter, supervisord and systemd.
@Suite struct DeployTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
    static let processes = [
        "executor", "risk-manager", "l1-operational", "l2-tactic", "l3-strategy", "l4-meta", "feed-handler",
    ]

    static func exists(_ path: String) -> Bool { FileManager.default.isExecutableFile(atPath: path) }

    // MARK: setup

    @Test func `setup names what is missing and ends with one`() throws {
        let folder = try Scratch()
        defer { folder.remove() }
        try folder.script("bin/dpkg-query", "exit 1")
        let result = try run("deploy/setup.sh", "--check", environment: ["PATH": "\(folder.path)/bin:/usr/bin:/bin"])
        #expect(result.status == 1)
        #expect(result.output.contains("libzmq3-dev") && result.output.contains("libmsgpack-dev"))
    }

    @Test func `setup says where Swift comes from when there is none`() throws {
        let folder = try Scratch()
        defer { folder.remove() }
        try folder.script("bin/swift", "echo Swift version 5.10")
        let result = try run("deploy/setup.sh", "--check", environment: ["PATH": "\(folder.path)/bin:/usr/bin:/bin"])
        #expect(result.status == 1)
        #expect(result.output.contains("Swift 6.2 or newer is needed; found: 5.10"))
        #expect(result.output.contains("swift.org/install"))
    }

    @Test(arguments: ["run_multi_symbol.sh", "run_tests.sh", "deploy/setup.sh", "deploy/bare-machine.sh"])
    func `every command explains itself`(script: String) throws {
        let result = try run(script, "--help")
        #expect(result.status == 0)
        #expect(!result.output.isEmpty)
    }

    @Test func `the sample files are the ones that their list names`() throws {
        let result = try run("/usr/bin/env", "sha256sum", "--check", "--quiet", "SHA256SUMS", in: Self.root + "/samples")
        #expect(result.status == 0, "\(result.output)")
    }

    // MARK: a run begins

    @Test func `each run has the next number, and recorded data a new state folder`() throws {
        let folder = try Scratch()
        defer { folder.remove() }
        let state = ["STRATA_STATE_DIR": "\(folder.path)/state"]
        let kept = state.merging(["STRATA_KEEP_STATE": "1"]) { $1 }
        #expect(try run("deploy/begin-run.sh", environment: state).output == "1\n")
        try folder.write("state/orders", "of run 1")
        #expect(try run("deploy/begin-run.sh", environment: kept).output == "2\n")
        #expect(try folder.read("state/orders") == "of run 1")
        #expect(try run("deploy/begin-run.sh", environment: state).status == 0)
        #expect(try folder.read("run-counter") == "3\n")
        #expect(try folder.read("state.before-run-3/orders") == "of run 1")
    }

    @Test func `a damaged run counter is refused and left as it is`() throws {
        let folder = try Scratch()
        defer { folder.remove() }
        try folder.write("run-counter", "seven")
        let result = try run("deploy/begin-run.sh", environment: ["STRATA_STATE_DIR": "\(folder.path)/state"])
        #expect(result.status == 1)
        #expect(result.output.contains("'seven'"))
        #expect(try folder.read("run-counter") == "seven")
    }

    // MARK: processes

    @Test func `keys that others can read are refused`() throws {
        let folder = try Scratch()
        defer { folder.remove() }
        try folder.write("keys", "BINANCE_API_KEY=k", mode: 0o644)
        let result = try run(
            "deploy/start-process.sh", "executor",
            environment: ["STRATA_HOME": folder.path, "STRATA_KEYS_FILE": "\(folder.path)/keys"])
        #expect(result.status == 4)
        #expect(result.output.contains("chmod 600"))
    }

    @Test(.enabled(if: exists("/usr/bin/systemd-analyze"), "needs systemd-analyze"))
    func `systemd accepts the units`() throws {
        let units = Self.root + "/deploy/systemd"
        let result = try run(
            "/usr/bin/systemd-analyze", ["verify", "--man=no", "strata.target", "strata-run.service"]
                + Self.processes.map { "strata@\($0).service" },
            environment: ["SYSTEMD_UNIT_PATH": units + ":"], in: units)
        #expect(result.status == 0 && result.output.isEmpty, "\(result.output)")
    }

    /// Stand-ins for the executables tell what they were given: what is tried here is supervisord's side.
    @Test(.enabled(if: exists(root + "/.venv/bin/supervisord"), "needs deploy/setup.sh --python"), .timeLimit(.minutes(2)))
    func `supervisord runs the seven, starts one that dies again, and gives the keys to the executor alone`() throws {
        let folder = try Scratch()
        defer { folder.remove() }
        try folder.standIns()
        let events = try Events(folder.path + "/events")
        let supervisor = prepare(
            "deploy/supervise.sh",
            [
                "STRATA_HOME": folder.path, "STRATA_RUN_DIR": folder.path + "/run",
                "STRATA_KEYS_FILE": folder.path + "/keys", "BINANCE_API_SECRET": "from the shell",
            ])
        try startWithSignals(supervisor)
        defer { if supervisor.isRunning { supervisor.terminate() } }
        var started: [String: StandIn] = [:]
        for _ in Self.processes {
            let process = try events.next()
            started[process.name] = process
        }
        #expect(Set(started.keys) == Set(Self.processes))
        for process in started.values {
            #expect(process.hasKeys == (process.name == "executor"), "\(process.name)")
            #expect(process.umask == "0077" && process.core == "0" && process.run == "1" && process.mode == "PAPER")
        }
        let victim = try #require(started["l3-strategy"])
        kill(victim.pid, SIGKILL)
        let again = try events.next()
        #expect(again.name == "l3-strategy" && again.pid != victim.pid && again.run == "1")
        supervisor.terminate()
        supervisor.waitUntilExit()
        #expect(supervisor.terminationReason == .exit && supervisor.terminationStatus == 0)
        #expect(kill(again.pid, 0) == -1, "a process outlived its supervisor")
    }
}

// MARK: helpers

private struct Outcome {
    var status: Int32
    var output: String
}

/// A process not yet started; a program without a leading slash is the repository's.
private func prepare(_ program: String, _ environment: [String: String]) -> Process {
    let process = Process()
    process.executableURL = URL(filePath: program.hasPrefix("/") ? program : "\(DeployTests.root)/\(program)")
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    return process
}

/// Starts a process that can be stopped by a signal: the worker threads that tests run on block them all, and a
/// child inherits that.
private func startWithSignals(_ process: Process) throws {
    var none = sigset_t()
    var before = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try process.run()
}

private func run(
    _ program: String, _ arguments: [String], environment: [String: String] = [:], in folder: String = DeployTests.root
) throws -> Outcome {
    let process = prepare(program, environment)
    let pipe = Pipe()
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: folder)
    process.standardOutput = pipe
    process.standardError = pipe
    try startWithSignals(process)
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Outcome(status: process.terminationStatus, output: String(decoding: output, as: UTF8.self))
}

private func run(
    _ program: String, _ arguments: String..., environment: [String: String] = [:], in folder: String = DeployTests.root
) throws -> Outcome {
    try run(program, arguments, environment: environment, in: folder)
}

/// A folder of the test's own.
private struct Scratch {
    let path: String

    init() throws {
        var template = Array("/tmp/strata-deploy-XXXXXX".utf8CString)
        path = try #require(mkdtemp(&template).map { String(cString: $0) })
    }

    func remove() { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ text: String, mode: Int = 0o600) throws {
        let file = URL(filePath: path).appending(path: name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
    }

    func read(_ name: String) throws -> String {
        try String(contentsOf: URL(filePath: path).appending(path: name), encoding: .utf8)
    }

    func script(_ name: String, _ text: String) throws {
        try write(name, "#!/bin/sh\n\(text)\n", mode: 0o755)
    }

    /// The seven executables as scripts that say what they were given, and the keys file of the executor.
    func standIns() throws {
        for name in DeployTests.processes {
            try script(
                ".build/release/\(name)",
                """
                keys=no
                if env | grep -q -E '^BINANCE_|^STRATA_KEYS'; then keys=yes; fi
                echo "\(name) $$ $keys $(umask) $(ulimit -c) $STRATA_RUN $STRATA_MODE" > "$STRATA_HOME/events"
                exec sleep 600
                """)
        }
        try write("keys", "BINANCE_API_KEY=k\n")
        try FileManager.default.createDirectory(atPath: path + "/deploy", withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: DeployTests.root + "/deploy/start-process.sh", toPath: path + "/deploy/start-process.sh")
    }
}

/// What a stand-in said of itself when it started.
private struct StandIn {
    var name: String
    var pid: Int32
    var hasKeys: Bool
    var umask: String
    var core: String
    var run: String
    var mode: String

    init(line: String) throws {
        let fields = line.split(separator: " ").map(String.init)
        try #require(fields.count == 7, "\(line)")
        name = fields[0]
        pid = try #require(Int32(fields[1]))
        hasKeys = fields[2] == "yes"
        umask = fields[3]
        core = fields[4]
        run = fields[5]
        mode = fields[6]
    }
}

/// The named pipe into which the stand-ins write a line each.
private final class Events {
    private let descriptor: Int32
    private var waiting = ""

    init(_ path: String) throws {
        try #require(mkfifo(path, 0o600) == 0)
        // Opened for writing too: no end of file between two writers.
        descriptor = open(path, O_RDWR)
        try #require(descriptor >= 0)
    }

    deinit { close(descriptor) }

    /// The next line; fails after 30 s without one.
    func next() throws -> StandIn {
        while true {
            if let end = waiting.firstIndex(of: "\n") {
                let line = String(waiting[..<end])
                waiting.removeSubrange(...end)
                return try StandIn(line: line)
            }
            var interest = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            try #require(poll(&interest, 1, 30_000) == 1, "no process started within 30 s")
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = read(descriptor, &buffer, buffer.count)
            try #require(count > 0)
            waiting += String(decoding: buffer[..<count], as: UTF8.self)
        }
    }
}
