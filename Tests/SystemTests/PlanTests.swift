import Foundation
import L1Operational
import Messages
import TestSupport
import Testing

/// Stages in other processes than the seven: the same bytes, and the same care when one dies.
@Suite(.serialized) final class PlanTests {
    private static let until = "2025-05-05T00:00"
    private static let stages = [
        "feed-handler", "l4-meta", "l3-strategy", "l2-tactic", "l1-operational", "risk-manager", "executor",
    ]
    private static let decide = #"{"processes": {"decide": ["l2-tactic", "l1-operational", "risk-manager"]}}"#

    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    deinit { scratch.remove() }

    /// In CI twenty groupings, all stages in one process among them; STRATA_PLAN_RUNS asks for more.
    @Test(.timeLimit(.minutes(60)))
    func `whatever shares a process, lockstep writes the same journal`() throws {
        let environment = ProcessInfo.processInfo.environment
        let seed = environment["STRATA_SEED"].flatMap(UInt64.init) ?? 20_261_127
        print("plan seed \(seed)")
        var random = SeededGenerator(seed: seed)
        let wanted = try expected()
        #expect(wanted.count > 10_000)
        for number in 0..<(environment["STRATA_PLAN_RUNS"].flatMap(Int.init) ?? 20) {
            let plan = number == 0 ? Self.plan([Self.stages]) : Self.plan(Self.groups(&random))
            try scratch.write("\(number)/plan.json", plan)
            let folder = "\(scratch.path)/\(number)"
            let pipeline = try Pipeline(
                folder,
                ["--to", Self.until, "--plan", "\(folder)/plan.json", "--journal", "\(folder)/journal.jsonl"])
            let outcome = try pipeline.finish()
            #expect(outcome.status == 0, "\(plan): \(outcome.output)")
            let written = try Data(contentsOf: URL(filePath: "\(folder)/journal.jsonl"))
            #expect(written == wanted, "\(plan)")
            try FileManager.default.removeItem(atPath: folder)
        }
    }

    private func expected() throws -> Data {
        let path = "\(scratch.path)/expected.jsonl"
        let outcome = try run(
            Programs.path("strata"), ["run", "--quiet", "--to", Self.until, "--journal", path])
        #expect(outcome.status == 0, "\(outcome.output)")
        return try Data(contentsOf: URL(filePath: path))
    }

    /// The stages dealt to some processes; one dealt to nobody else stays by itself.
    private static func groups(_ random: inout SeededGenerator) -> [[String]] {
        let count = Int.random(in: 1...4, using: &random)
        var groups = [[String]](repeating: [], count: count)
        for stage in stages { groups[Int.random(in: 0..<count, using: &random)].append(stage) }
        return groups.filter { $0.count > 1 }
    }

    private static func plan(_ groups: [[String]]) -> String {
        let rows = groups.enumerated().map { number, stages in
            "\"p\(number)\": [" + stages.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
        }
        return "{\"processes\": {" + rows.joined(separator: ", ") + "}}"
    }

    @Test(.timeLimit(.minutes(10)))
    func `in a free run a process of three that is killed goes on with each of its stages`() throws {
        try scratch.write("plan.json", Self.decide)
        let pipeline = try Pipeline(
            scratch.path,
            ["--to", "2025-05-05T00:00", "--speed", "3000", "--plan", "\(scratch.path)/plan.json"])
        #expect(pipeline.wait(seconds: 60) { pipeline.log("feed-handler.0").contains("Published 1000 total messages") })
        let victim = try #require(try pipeline.pid(of: "l2-tactic.0"))
        kill(victim, SIGKILL)
        let outcome = try pipeline.finish()
        #expect(outcome.status == 0, "\(outcome.output)")
        let log = pipeline.log("decide")
        for stage in ["l2-tactic.0", "l1-operational.0", "risk-manager.0"] {
            #expect(log.contains("\(stage) goes on exactly after step "), "\(stage)")
            let words = ["audit", "replay", "--process", String(stage.dropLast(2)), "--state", "\(scratch.path)/state"]
            let audit = try run(Programs.path("strata"), words)
            #expect(audit.status == 0 && audit.output.hasPrefix("OK "), "\(stage): \(audit.output)")
        }
        #expect(try !ExecutorBooks.fills(in: "\(scratch.path)/state").isEmpty)
    }

    @Test(.timeLimit(.minutes(10)))
    func `another plan takes over what was kept, and goes on as the same would have`() throws {
        try scratch.write("plan.json", Self.plan([Self.stages]))
        let other = ["--plan", "\(scratch.path)/plan.json"]
        var seen: [(journal: Data, fills: [String])] = []
        for (number, plans) in [([], []), (other, []), ([], other)].enumerated() {
            let folder = "\(scratch.path)/kept\(number)"
            try scratch.write("kept\(number)/empty", "")
            let first = try Pipeline(folder, ["--to", Self.until] + plans.0).finish()
            #expect(first.status == 0, "\(first.output)")
            let journal = "\(folder)/journal.jsonl"
            let next = try Pipeline(
                folder, ["--keep-state", "--to", "2025-05-05T12:00", "--journal", journal] + plans.1)
            let second = try next.finish()
            #expect(second.status == 0, "\(second.output)")
            let fills = try ExecutorBooks.fills(in: "\(folder)/state").map { "\($0)" }
            let learned = next.log(number == 2 ? "p0" : "l4-meta.0")
            #expect(learned.contains("takes over what run 1 learned"), "plan \(number): \(learned)")
            seen.append((try Data(contentsOf: URL(filePath: journal)), fills))
        }
        #expect(seen[0].fills.count > 2 && seen[0].journal.count > 10_000)
        for number in 1...2 {
            #expect(seen[number].fills == seen[0].fills, "plan \(number)")
            #expect(seen[number].journal == seen[0].journal, "plan \(number)")
        }
    }

    @Test(.timeLimit(.minutes(10)))
    func `outside hears all that stages of one process say, and what they ask each other is answered there`() throws {
        try scratch.write("plan.json", Self.decide)
        let ear = try PlanEar(scratch.path, ["l2-tactic.0", "l1-operational.0", "risk-manager.0"])
        let pipeline = try Pipeline(
            scratch.path,
            ["--to", "2025-05-06T00:00", "--speed", "3000", "--plan", "\(scratch.path)/plan.json"])
        while pipeline.process.isRunning { try ear.listen() }
        let outcome = try pipeline.finish()
        #expect(outcome.status == 0, "\(outcome.output)")
        try ear.listen()
        #expect(ear.holes == [], "each frame has the number after the one before")
        for kind: MessageKind in [.signal, .executionPlan, .order, .riskDecision, .pnlUpdate, .report] {
            #expect(ear.heard.contains(kind), "\(kind)")
        }
        let orders = ear.orders.filter { !$0.reduces }
        #expect(!orders.isEmpty && orders.allSatisfy { ear.approved.contains($0.clientOrderID.signal) })
        #expect(try !ExecutorBooks.fills(in: "\(scratch.path)/state").isEmpty)
    }

    @Test func `the units in deploy are those of the standard plan`() throws {
        let outcome = try run(
            Programs.path("strata"),
            ["plan", "--systemd", "\(scratch.path)/systemd", "--supervisord", scratch.path])
        #expect(outcome.status == 0, "\(outcome.output)")
        for (made, kept) in [("systemd", "systemd"), ("supervisord.conf", "supervisord.conf")] {
            let same = try run("/usr/bin/diff", ["-r", "\(scratch.path)/\(made)", "\(DeployTests.root)/deploy/\(kept)"])
            #expect(same.status == 0, "run `strata plan` again for deploy/: \(same.output)")
        }
        let again = try run(Programs.path("strata"), ["plan", "--supervisord", scratch.path])
        #expect(again.status == 2 && again.output.contains("it is not written over"), "\(again.output)")
    }

    @Test(.enabled(if: DeployTests.exists("/usr/bin/systemd-analyze"), "needs systemd-analyze"))
    func `systemd accepts the units of another plan`() throws {
        try scratch.write("plan.json", Self.decide)
        let units = "\(scratch.path)/units"
        let written = try run(
            Programs.path("strata"), ["plan", "--plan", "\(scratch.path)/plan.json", "--systemd", units])
        #expect(written.status == 0, "\(written.output)")
        let result = try run(
            "/usr/bin/systemd-analyze",
            ["verify", "--man=no", "strata.target", "strata-run.service", "strata@decide.service"],
            environment: ["SYSTEMD_UNIT_PATH": units + ":"], in: units)
        #expect(result.status == 0 && result.output.isEmpty, "\(result.output)")
        let stages = try scratch.read("units/strata@decide.service.d/stages.conf")
        #expect(stages.contains("Environment=STRATA_STAGES=l2-tactic,l1-operational,risk-manager\n"))
        let made = try FileManager.default.contentsOfDirectory(atPath: "\(units)/strata@decide.service.d")
        #expect(made.sorted() == ["approval-key.conf", "stages.conf"])
    }

    @Test(
        .enabled(if: DeployTests.exists(DeployTests.root + "/.venv/bin/supervisord"), "needs deploy/setup.sh --python"),
        .timeLimit(.minutes(10)))
    func `supervisord trades the sample with L2, L1 and risk manager in one process`() throws {
        try scratch.write("plan.json", Self.decide)
        let made = try run(
            Programs.path("strata"),
            ["plan", "--plan", "\(scratch.path)/plan.json", "--supervisord", scratch.path])
        #expect(made.status == 0, "\(made.output)")
        let supervisor = prepare(
            "deploy/supervise.sh",
            [
                "STRATA_PROGRAMS": Programs.folder, "STRATA_STATE_DIR": scratch.path + "/state",
                "STRATA_LOG_DIR": scratch.path + "/log", "STRATA_RUN_DIR": scratch.path + "/run",
                "STRATA_SUPERVISORD": scratch.path + "/supervisord.conf",
                "STRATA_SPEED": "5000", "STRATA_FROM": "2025-05-05", "STRATA_TO": "2025-05-20",
            ])
        try startWithSignals(supervisor)
        defer { if supervisor.isRunning { supervisor.terminate() } }
        try #require(
            eventually(seconds: 60) { try !ExecutorBooks.fills(in: "\(self.scratch.path)/state").isEmpty },
            "nothing was filled")
        supervisor.terminate()
        supervisor.waitUntilExit()
        #expect(supervisor.terminationStatus == 0)
        let log = try scratch.read("log/decide.log")
        for stage in ["l2-tactic.0", "l1-operational.0", "risk-manager.0"] {
            #expect(log.contains("\(stage) stopped"), "\(stage)")
        }
    }
}
