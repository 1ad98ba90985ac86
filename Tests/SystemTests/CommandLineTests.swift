import Foundation
import L1Operational
import Testing

/// What every command has in common: help with an example, JSON for results and errors, a version.
@Suite(.timeLimit(.minutes(5))) struct CommandLineTests {
    private static let commands = [
        "up", "run", "pairs", "check", "config", "status", "halt", "resume", "why", "audit",
    ]
    private static let programs = [
        "strata", "strata-sniff", "strata-soak", "feed-handler", "l4-meta", "l3-strategy", "l2-tactic", "l1-operational",
        "risk-manager", "executor",
    ]

    @Test(arguments: commands) func `the help of each command has an example`(_ command: String) throws {
        let help = try run(Programs.path("strata"), command, "--help")
        #expect(help.status == 0 && help.output.contains("\nExample: strata \(command)"), "\(help.output)")
        #expect(help.output.contains("--json"), "\(command) gives no JSON: \(help.output)")
        #expect(try run(Programs.path("strata"), "--help").output.contains("\n  \(command) "))
    }

    @Test(arguments: programs) func `each program names its version and build`(_ program: String) throws {
        let outcome = try run(Programs.path(program), "--version")
        let pattern = try Regex("^\(program) [0-9]+\\.[0-9]+\\.[0-9]+ \\((debug|release) build [0-9a-f]{16}\\)\n$")
        #expect(outcome.status == 0 && outcome.output.wholeMatch(of: pattern) != nil, "\(outcome.output)")
    }

    @Test(arguments: [
        (["nonsense", "--json"], 2, "usage"), (["pairs", "--json", "--bogus"], 2, "usage"),
        (["check", "--json", "--safe-list", "/nowhere.json"], 4, "configuration"),
        (["run", "--json", "--quiet", "--data", "/nowhere"], 1, ""), (["why", "--json", "--journal", "/nowhere"], 1, "cannot_read"),
        (["why", "--json", "--last", "none"], 2, "usage"), (["audit", "verify", "/nowhere", "--json"], 1, ""),
        (["audit", "replay", "--json", "--process", "l9"], 2, "usage"), (["config", "--json", "--output", "/dev/null"], 2, "usage"),
    ])
    func `an error is JSON where JSON was asked for, with its exit code`(
        _ words: [String], _ status: Int, _ kind: String
    ) throws {
        let outcome = try run(Programs.path("strata"), words)
        #expect(outcome.status == Int32(status), "\(outcome.output)")
        let error = try Self.object(outcome)
        #expect(error["ok"] as? Bool == false && error["code"] as? Int == status, "\(outcome.output)")
        #expect(kind.isEmpty || error["kind"] as? String == kind, "\(outcome.output)")
        #expect((error["error"] as? String)?.isEmpty == false)
    }

    @Test(arguments: ["status", "halt", "resume"])
    func `who asks a system that is not running gets 3, as JSON too`(_ command: String) throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let words = [command, "--run-dir", "\(scratch.path)/run"]
        let plain = try run(Programs.path("strata"), words)
        #expect(plain.status == 3, "\(plain.output)")
        let outcome = try run(Programs.path("strata"), words + ["--json"])
        let error = try Self.object(outcome)
        #expect(outcome.status == 3 && error["ok"] as? Bool == false, "\(outcome.output)")
    }

    @Test(arguments: [["status"], ["status", "--json"], ["halt"], ["resume"], ["why"], ["sniff"]])
    func `who asks makes no folder`(_ words: [String]) throws {
        let scratch = try Scratch()
        defer { scratch.remove() }
        let place = ["--run-dir", "\(scratch.path)/missing/run"]
        let outcome =
            words == ["sniff"]
            ? try run(Programs.path("strata-sniff"), place + ["--seconds", "1.2"])
            : try run(Programs.path("strata"), words + place)
        #expect(outcome.status == (words == ["why"] ? 1 : 3), "\(outcome.output)")
        #expect(!FileManager.default.fileExists(atPath: "\(scratch.path)/missing"), "\(outcome.output)")
    }

    private static func object(_ outcome: Outcome) throws -> [String: Any] {
        // Notices for people go to standard error, which lies before it here.
        let line = outcome.output.split(separator: "\n").first { $0.hasPrefix("{") } ?? ""
        let found = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        return try #require(found, "no JSON object: \(outcome.output)")
    }
}
