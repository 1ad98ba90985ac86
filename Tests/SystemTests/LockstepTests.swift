import Foundation
import TestSupport
import Testing

/// Seven processes in lockstep give the bytes that one gives, whatever is killed.
@Suite(.serialized) final class LockstepTests {
    /// How many runs to disturb beyond what CI does: each over a whole day.
    private static let crashRuns = ProcessInfo.processInfo.environment["STRATA_CRASH_RUNS"].flatMap(Int.init)
    private static let until = crashRuns == nil ? "2025-05-05T06:00" : "2025-05-05T15:36"

    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    deinit { if ProcessInfo.processInfo.environment["STRATA_KEEP"] == nil { scratch.remove() } }

    /// The journal of `strata run` over the same data.
    private func expected() throws -> Data {
        let path = "\(scratch.path)/expected.jsonl"
        let outcome = try run(
            Programs.path("strata"), ["run", "--quiet", "--to", Self.until, "--journal", path])
        #expect(outcome.status == 0, "\(outcome.output)")
        return try Data(contentsOf: URL(filePath: path))
    }

    private func journal(_ pipeline: Pipeline) throws -> Data {
        try Data(contentsOf: URL(filePath: "\(pipeline.folder)/journal.jsonl"))
    }

    private func lockstep(_ folder: String, _ words: String...) throws -> Pipeline {
        try Pipeline(folder, ["--to", Self.until, "--journal", "\(folder)/journal.jsonl"] + words)
    }

    @Test(.timeLimit(.minutes(10)))
    func `seven processes write the journal that one writes`() throws {
        let pipeline = try lockstep(scratch.path)
        let outcome = try pipeline.finish()
        #expect(outcome.status == 0, "\(outcome.output)")
        let wanted = try expected()
        #expect(wanted.count > 10_000)
        #expect(try journal(pipeline) == wanted)
        for (process, lines) in Self.quoted {
            let log = pipeline.log(process)
            for line in lines { #expect(log.contains(line), "\(process) does not say: \(line)") }
            #expect(!log.contains("?"), "\(process): a line has a hole")
        }
    }

    /// The lines of the multi-pair document, in the logs of the processes that say them.
    private static let quoted: [(process: String, lines: [String])] = [
        ("feed-handler.0", [
            "Streaming 3 symbols...", "Published 100 total messages (BTC/USDT 3", "Published 1000 total messages",
        ]),
        ("l2-tactic.0", [
            "Trading Profile: multi-pair", "BTC/USDT: momentum (", "BTC/USDT - Insufficient data for ATR",
            "BTC/USDT - Signal: HOLD (confidence: 0%)", "BTC/USDT - Signal: SELL (confidence: 75%)",
            "BTC/USDT - Signal: BUY (confidence: ", "BTC/USDT: momentum says SELL (",
        ]),
        ("risk-manager.0", ["[BTC] Portfolio approved (exposure: $284.88/$1000.00)"]),
        ("executor.0", ["target 94417.5 was touched and filled at 94417.5"]),
        ("l1-operational.0", ["- Report r1-BTCUSDT-svrek0-15m: filled 0.003 at 94956.2"]),
    ]

    @Test(.timeLimit(.minutes(10)))
    func `frames that are lost, doubled or late change nothing`() throws {
        let pipeline = try Pipeline(
            scratch.path, ["--to", Self.until, "--journal", "\(scratch.path)/journal.jsonl"],
            environment: ["STRATA_FAULTS": "drop=0.02,double=0.02,delay=0.01,seed=7"])
        let outcome = try pipeline.finish()
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(try journal(pipeline) == expected())
    }

    @Test(.timeLimit(.minutes(10)))
    func `while a process can't keep its records all stand still, and with room again the bytes are the same`() throws {
        let pipeline = try lockstep(scratch.path)
        // A process lifts its limits as it starts.
        #expect(pipeline.wait(seconds: 60) { pipeline.log("l2-tactic.0").contains("started in lockstep") })
        let victim = try #require(try pipeline.pid(of: "l2-tactic.0"))
        try limitFiles(of: victim, to: 150_000)
        #expect(pipeline.wait(seconds: 120) { pipeline.log("l2-tactic.0").contains("stands still") })
        try limitFiles(of: victim, to: nil)
        let outcome = try pipeline.finish()
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(pipeline.log("l2-tactic.0").contains("it can write again"))
        #expect(try journal(pipeline) == expected())
    }

    @Test(.timeLimit(.minutes(10)))
    func `an audit makes every process say again what it said`() throws {
        let outcome = try lockstep(scratch.path).finish()
        #expect(outcome.status == 0, "\(outcome.output)")
        let state = "\(scratch.path)/state"
        for member in Pipeline.members {
            let words = ["audit", "replay", "--process", String(member.dropLast(2)), "--state", state]
            let audit = try run(Programs.path("strata"), words)
            #expect(audit.status == 0 && audit.output.hasPrefix("OK "), "\(member): \(audit.output)")
        }
        let other = "\(scratch.path)/other.json"
        try #"{"tactic": {"target_multiple": 2.5}}"#.write(toFile: other, atomically: true, encoding: .utf8)
        let words = ["audit", "replay", "--process", "l2-tactic", "--state", state, "--config", other]
        let audit = try run(Programs.path("strata"), words)
        #expect(audit.status == 1 && audit.output.contains("configuration"), "\(audit.output)")
    }

    @Test(.timeLimit(.minutes(10)))
    func `L2 as two processes decides what one decides`() throws {
        let pipeline = try lockstep(scratch.path, "--l2-instances", "BTC/USDT;ETH/USDT,SOL/USDT")
        let outcome = try pipeline.finish()
        #expect(outcome.status == 0, "\(outcome.output)")
        let counts = { (bytes: Data) in bytes.split(separator: 10).count }
        #expect(try counts(journal(pipeline)) == counts(expected()))
    }

    /// Each process is killed once a round when its input journal has come to a seeded length. In CI two
    /// rounds of one run; STRATA_CRASH_RUNS=140 gives each of as many days one kill.
    @Test(.timeLimit(.minutes(90)))
    func `a killed process goes on where it was`() throws {
        let environment = ProcessInfo.processInfo.environment
        let seed = environment["STRATA_SEED"].flatMap(UInt64.init) ?? 20_261_121
        print("crash seed \(seed)")
        var random = SeededGenerator(seed: seed)
        let wanted = try expected()
        if let runs = Self.crashRuns {
            let whole = "\(scratch.path)/whole"
            try check(wanted, whole, [])
            for number in 0..<runs {
                let victim = Pipeline.members[number % Pipeline.members.count]
                let length = Self.journalBytes(whole, victim)
                let folder = "\(scratch.path)/\(number)"
                try check(wanted, folder, [(victim, Int.random(in: 1...length * 99 / 100, using: &random))])
                try FileManager.default.removeItem(atPath: folder)
            }
        } else {
            var kills: [(String, Int)] = []
            for round in 0..<2 {
                for member in Pipeline.members.shuffled(using: &random) {
                    kills.append((member, round * 400_000 + Int.random(in: 1...400_000, using: &random)))
                }
            }
            try check(wanted, "\(scratch.path)/ci", kills)
        }
    }

    private func check(_ wanted: Data, _ folder: String, _ kills: [(member: String, bytes: Int)]) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let pipeline = try lockstep(folder)
        var killed = 0
        for (member, bytes) in kills {
            let isThere = pipeline.wait(seconds: 60) {
                !pipeline.process.isRunning || Self.journalBytes(folder, member) >= bytes
            }
            #expect(isThere, "\(member) never wrote \(bytes) bytes")
            guard let victim = try pipeline.pid(of: member) else { continue }
            kill(victim, SIGKILL)
            killed += 1
        }
        let outcome = try pipeline.finish()
        #expect(outcome.status == 0, "\(kills): \(outcome.output)")
        #expect(killed > 0 || kills.isEmpty, "\(kills): the run was over before anything was killed")
        #expect(try journal(pipeline) == wanted, "another journal after \(kills); see \(folder)")
    }

    private static func journalBytes(_ folder: String, _ member: String) -> Int {
        let journal = "\(folder)/state/journal/\(member)"
        let files = (try? FileManager.default.contentsOfDirectory(atPath: journal)) ?? []
        return files.reduce(0) { sum, name in
            let attributes = try? FileManager.default.attributesOfItem(atPath: "\(journal)/\(name)")
            return sum + (attributes?[.size] as? Int ?? 0)
        }
    }

    @Test(.timeLimit(.minutes(10)))
    func `a halt is a step of its own, and no entry follows it`() throws {
        let pipeline = try Pipeline(
            scratch.path, ["--journal", "\(scratch.path)/journal.jsonl", "--to", "2025-05-12"])
        #expect(pipeline.wait(seconds: 60) { pipeline.log("executor.0").contains("position") })
        let halt = try pipeline.ask("halt")
        #expect(halt.status == 0, "\(halt.output)")
        #expect(halt.output.contains("executor: done") && halt.output.contains("risk-manager: done"))
        pipeline.process.interrupt()
        let outcome = try pipeline.finish()
        #expect(outcome.status == 0, "\(outcome.output)")
    }
}
