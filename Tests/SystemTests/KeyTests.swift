import Foundation
import L1Operational
import Testing

/// A process that needs a key of the run starts with a true one alone, and hides it.
@Suite(.serialized, .timeLimit(.minutes(10))) final class KeyTests {
    private let scratch: Scratch
    private let keys: HandKeys
    private var requestKey: String { "\(scratch.path)/run/request.key" }
    private var approvalKey: String { "\(scratch.path)/run/approval.key" }

    init() throws {
        scratch = try Scratch()
        keys = try HandKeys(in: scratch.path + "/run")
    }

    deinit { scratch.remove() }

    private func start(_ name: String, _ more: [String: String] = [:]) throws -> Outcome {
        let environment = [
            "STRATA_RUN_DIR": "\(scratch.path)/run", "STRATA_STATE_DIR": "\(scratch.path)/state",
        ]
        return try run(
            Programs.path(name), [], environment: environment.merging(keys.environment) { $1 }.merging(more) { $1 })
    }

    private func expectRefusal(_ outcome: Outcome, _ words: String..., at location: SourceLocation = #_sourceLocation) {
        #expect(outcome.status == 4, "\(outcome.output)", sourceLocation: location)
        for word in words {
            #expect(outcome.output.contains(word), "\(outcome.output)", sourceLocation: location)
        }
    }

    @Test(arguments: ["executor", "risk-manager", "l1-operational"])
    func `without its key a process does not start, and says where keys come from`(name: String) throws {
        try FileManager.default.removeItem(atPath: requestKey)
        expectRefusal(try start(name), requestKey)
    }

    @Test(arguments: ["executor", "risk-manager"])
    func `without the approval key neither of the two starts`(name: String) throws {
        let outcome = try start(name, ["STRATA_APPROVAL_KEY_FILE": ""])
        expectRefusal(outcome, "approval key", "begin-run.sh", "strata up", "deploy/README.md")
    }

    @Test func `a key that others can read, a link, another run's and garbage are refused by name`() throws {
        let files = FileManager.default
        try files.setAttributes([.posixPermissions: 0o640], ofItemAtPath: approvalKey)
        expectRefusal(try start("executor"), approvalKey, "0640", "chmod 600")
        try files.moveItem(atPath: approvalKey, toPath: approvalKey + ".there")
        try files.createSymbolicLink(atPath: approvalKey, withDestinationPath: approvalKey + ".there")
        expectRefusal(try start("executor"), approvalKey, "link")
        expectRefusal(try start("executor", ["STRATA_RUN": "2"]), "of run 1", "of run 2")
        try files.removeItem(atPath: approvalKey)
        try scratch.write("run/approval.key", "not a key", mode: 0o600)
        expectRefusal(try start("executor"), approvalKey, "64 hex digits")
        expectRefusal(try start("executor", ["STRATA_KEYS_FD": "77"]), "descriptor 77")
        expectRefusal(try start("executor", ["STRATA_KEYS_FD": "x"]), "STRATA_KEYS_FD")
    }

    @Test func `the supervisor hands the keys down, leaves none where one can look, and takes the file away`() throws {
        let folder = try Scratch()
        defer { folder.remove() }
        let pipeline = try Pipeline(folder.path, "--speed", "600")
        #expect(pipeline.wait(seconds: 60) { pipeline.log("l1-operational.0").contains("hears executor") })
        let path = "\(folder.path)/run/request.key"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.hasSuffix(" 1\n"))
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        for name in ["executor", "risk-manager", "l1-operational"] {
            let pid = try #require(try pipeline.pid(of: "\(name).0"))
            let environment = (try? String(contentsOfFile: "/proc/\(pid)/environ", encoding: .utf8)) ?? ""
            #expect(!environment.contains(text.prefix(64)) && !pipeline.log("\(name).0").contains(text.prefix(64)))
            // The pipe is closed once it was read.
            let third = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/fd/3")
            #expect(third?.hasPrefix("pipe:") != true)
            let owner = try FileManager.default.attributesOfItem(atPath: "/proc/\(pid)/mem")[.ownerAccountID] as? Int
            // What hides its memory belongs to root in /proc.
            if geteuid() != 0 { #expect((owner == 0) == (name != "l1-operational"), "\(name)") }
        }
        let victim = try #require(try pipeline.pid(of: "executor.0"))
        kill(victim, SIGKILL)
        #expect(try pipeline.wait(seconds: 60) { try pipeline.pid(of: "executor.0").map { $0 != victim } ?? false })
        #expect(pipeline.wait(seconds: 60) { (try? pipeline.ask("resume").status) == 0 })
        pipeline.process.interrupt()
        #expect(try pipeline.finish().status == 0)
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(try pipeline.ask("resume").status == 3)
    }
}
