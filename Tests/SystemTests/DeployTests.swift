import Foundation
import L1Operational
import Market
import Stages
import Storage
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
        let result = try run("deploy/setup.sh", "--check", environment: folder.firstOnPath)
        #expect(result.status == 1)
        #expect(result.output.contains("libzmq3-dev") && result.output.contains("libmsgpack-dev"))
    }

    @Test func `setup says where Swift comes from when there is none`() throws {
        let folder = try Scratch()
        defer { folder.remove() }
        try folder.script("bin/swift", "echo Swift version 5.10")
        let result = try run("deploy/setup.sh", "--check", environment: folder.firstOnPath)
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
        let result = try run(
            "/usr/bin/env", "sha256sum", "--check", "--quiet", "SHA256SUMS", in: Self.root + "/samples")
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

    @Test func `a folder in which a person halted trading is not set aside, and goes on halted where it is kept`() throws {
        let folder = try Scratch()
        defer { folder.remove() }
        let state = ["STRATA_STATE_DIR": "\(folder.path)/state", "STRATA_PROGRAMS": Programs.folder]
        let kept = state.merging(["STRATA_KEEP_STATE": "1"]) { $1 }
        func begin(_ environment: [String: String]) throws -> Outcome {
            try run("deploy/begin-run.sh", environment: environment)
        }
        #expect(try begin(state).output == "1\n")
        let store = try RecordStore("\(folder.path)/state/executor.sqlite", instruments: InstrumentTable([]))
        let since = Timestamp(milliseconds: 1_746_374_400_000)
        try store.store([.halt(HaltRecord(halted: true, code: .dailyDrawdown, since: since, by: "risk-manager"))])
        #expect(try begin(kept).output == "2\n", "a halt by a limit is the account's")
        try store.store([.halt(HaltRecord(halted: true, code: .personAsked, since: since, by: "person"))])
        let refused = try begin(state)
        #expect(refused.status == 1 && refused.output.contains("TRADING IS HALTED since 2025-05-04T16:00"), "\(refused)")
        #expect(refused.output.contains("by person") && refused.output.contains("strata resume --state"), "\(refused)")
        #expect(try folder.read("run-counter") == "2\n", "nothing was begun")
        let goesOn = try begin(kept)
        #expect(goesOn.status == 0 && goesOn.output.contains("TRADING IS HALTED") && goesOn.output.hasSuffix("\n3\n"), "\(goesOn)")
        try store.store([.halt(HaltRecord())])
        #expect(try begin(state).status == 0)
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

    @Test func `each run has keys of its own, for its user alone`() throws {
        let folder = try Scratch()
        defer { folder.remove() }
        let environment = [
            "STRATA_STATE_DIR": "\(folder.path)/state", "STRATA_RUN_DIR": "\(folder.path)/run",
            "STRATA_APPROVAL_KEY_FILE": "\(folder.path)/run/approval.key", "STRATA_KEEP_STATE": "1",
        ]
        var seen: Set<String> = []
        for run in 1...2 {
            #expect(try SystemTests.run("deploy/begin-run.sh", environment: environment).output == "\(run)\n")
            for (name, ending) in [("request", " \(run)\n"), ("approval", "\n")] {
                let path = "\(folder.path)/run/\(name).key"
                let text = try String(contentsOfFile: path, encoding: .utf8)
                #expect(text.hasSuffix(ending) && text.prefix(64).allSatisfy(\.isHexDigit), "\(name)")
                #expect(text.utf8.count == 64 + ending.utf8.count)
                seen.insert(String(text.prefix(64)))
                let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
                #expect(mode == 0o600)
            }
        }
        #expect(seen.count == 4)
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

    @Test func `the approval key is named to risk manager and executor alone`() throws {
        let folder = try Scratch()
        defer { folder.remove() }
        for name in Self.processes {
            try folder.script("bin/\(name)", "echo ${STRATA_APPROVAL_KEY_FILE:-nothing}")
            let result = try run(
                "deploy/start-process.sh", name,
                environment: [
                    "STRATA_HOME": folder.path, "STRATA_PROGRAMS": "\(folder.path)/bin",
                    "STRATA_APPROVAL_KEY_FILE": "the key",
                ])
            let isNamed = name == "executor" || name == "risk-manager"
            #expect(result.output == (isNamed ? "the key\n" : "nothing\n"), "\(name)")
        }
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
    @Test(.enabled(if: exists(root + "/.venv/bin/supervisord"), "needs deploy/setup.sh --python"))
    func `supervisord runs the seven, starts one again that dies, and gives keys to the executor alone`() throws {
        let folder = try Scratch()
        defer { folder.remove() }
        try folder.standIns()
        let events = try StandInEvents(folder.path + "/events")
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
            #expect(process.umask == "0077" && process.core == "0" && process.run == "1")
            #expect(process.folder == folder.path)
        }
        let victim = try #require(started["l3-strategy"])
        kill(victim.pid, SIGKILL)
        let again = try events.next()
        #expect(again.name == "l3-strategy" && again.pid != victim.pid)
        #expect(again.run == "1")
        supervisor.terminate()
        supervisor.waitUntilExit()
        #expect(supervisor.terminationReason == .exit && supervisor.terminationStatus == 0)
        #expect(kill(again.pid, 0) == -1, "a process outlived its supervisor")
    }
}
