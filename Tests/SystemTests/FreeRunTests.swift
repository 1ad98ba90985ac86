import Foundation
import L1Operational
import TestSupport
import Testing

/// Seven processes in a free run: whatever is killed or lost on the way, nothing is doubled, nothing is
/// lost, and the books are exact.
@Suite(.serialized) final class FreeRunTests {
    /// Before the first funding: until then cash is what the fills left of the capital.
    private static let until = "2025-05-05T00:00"

    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    deinit { if ProcessInfo.processInfo.environment["STRATA_KEEP"] == nil { scratch.remove() } }

    private func start(_ folder: String, faults: String = "") throws -> Pipeline {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return try Pipeline(
            folder, ["--to", Self.until, "--speed", "3000", "--journal", "\(folder)/journal.jsonl"],
            environment: ["STRATA_FAULTS": faults])
    }

    @Test(.timeLimit(.minutes(10)))
    func `frames that are lost, doubled or late are fetched, dropped or waited for`() throws {
        let pipeline = try start(scratch.path + "/faults", faults: "drop=0.02,double=0.02,delay=0.01,seed=7")
        try check(pipeline, "faults")
        for member in Pipeline.members { #expect(!pipeline.log(member).contains("are lost"), "\(member)") }
    }

    /// In CI each process is killed once in one run; STRATA_CRASH_RUNS=50 gives each of as many runs two.
    @Test(.timeLimit(.minutes(90)))
    func `a killed process goes on, and nothing is doubled or lost`() throws {
        let environment = ProcessInfo.processInfo.environment
        let seed = environment["STRATA_SEED"].flatMap(UInt64.init) ?? 20_261_121
        print("crash seed \(seed)")
        var random = SeededGenerator(seed: seed)
        guard let runs = environment["STRATA_CRASH_RUNS"].flatMap(Int.init) else {
            try crash("ci", Self.kills(Pipeline.members.shuffled(using: &random), &random))
            return try audit("\(scratch.path)/ci/state")
        }
        for number in 0..<runs {
            let first = Pipeline.members[number % Pipeline.members.count]
            let victims = [first, Pipeline.members.randomElement(using: &random)!]
            try crash("\(number)", Self.kills(victims, &random))
        }
    }

    /// Killed or not, each process says again what it said; other settings and a changed record are found.
    private func audit(_ state: String) throws {
        func replay(_ name: String, _ words: String...) throws -> Outcome {
            try run(
                Programs.path("strata"), ["audit", "replay", "--process", name, "--state", state] + words)
        }
        for member in Pipeline.members {
            let outcome = try replay(String(member.dropLast(2)))
            #expect(outcome.status == 0 && outcome.output.hasPrefix("OK "), "\(member): \(outcome.output)")
            // L4 moves no weight on so short a piece.
            let isMute = outcome.output.contains(" 0 frames")
            #expect(isMute == (member == "l4-meta.0"), "\(member): \(outcome.output)")
        }
        try #"{"tactic": {"target_multiple": 2.5}}"#
            .write(toFile: "\(state)/other.json", atomically: true, encoding: .utf8)
        let other = try replay("l2-tactic", "--config", "\(state)/other.json")
        #expect(other.status == 1 && other.output.contains("another configuration"), "\(other.output)")
        let folder = "\(state)/free-journal/l2-tactic.0"
        let file = try #require(FileManager.default.contentsOfDirectory(atPath: folder).sorted().last)
        var bytes = try Data(contentsOf: URL(filePath: "\(folder)/\(file)"))
        bytes[bytes.count - 1000] ^= 1
        try bytes.write(to: URL(filePath: "\(folder)/\(file)"))
        let changed = try replay("l2-tactic")
        #expect(changed.status == 1 && changed.output.contains(", record "), "\(changed.output)")
    }

    private static func kills(
        _ members: [String], _ random: inout SeededGenerator
    ) -> [(member: String, bytes: Int)] {
        members.enumerated().map { ($1, 20_000 + $0 * 40_000 + Int.random(in: 1...60_000, using: &random)) }
    }

    private func crash(_ name: String, _ kills: [(member: String, bytes: Int)]) throws {
        let pipeline = try start("\(scratch.path)/\(name)")
        var killed = 0
        for (member, bytes) in kills {
            let isThere = pipeline.wait(seconds: 90) {
                !pipeline.process.isRunning || journalBytes(pipeline, member) >= bytes
            }
            #expect(isThere, "\(member) never wrote \(bytes) bytes")
            guard let victim = try pipeline.pid(of: member) else { continue }
            kill(victim, SIGKILL)
            killed += 1
            let isBack = pipeline.wait(seconds: 30) { pipeline.log(member).contains("goes on exactly") }
            #expect(isBack, "\(kills): \(member): \(pipeline.log(member))")
        }
        #expect(killed > 0, "\(kills): the run was over before anything was killed")
        try check(pipeline, "\(kills)")
    }

    private func journalBytes(_ pipeline: Pipeline, _ member: String) -> Int {
        let folder = "\(pipeline.folder)/state/free-journal/\(member)"
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.reduce(0) { sum, name in
            let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
            return sum + (attributes?[.size] as? Int ?? 0)
        }
    }

    // MARK: - What must hold

    private func check(_ pipeline: Pipeline, _ what: String) throws {
        let outcome = try pipeline.finish()
        #expect(outcome.status == 0, "\(what): \(outcome.output)")
        let said = try journal(pipeline)
        let signals = said["signals", default: []].map { "\($0["signal_id"] ?? "?")" }
        let reports = said["reports", default: []].map { "\($0["signal_id"] ?? "?")" }
        #expect(!signals.isEmpty && Set(signals).count == signals.count, "\(what): \(signals)")
        #expect(signals.sorted() == reports.sorted(), "\(what): each signal has exactly one report")
        let fills = said["fills", default: []].map { "\($0["fill_id"] ?? "?")" }
        #expect(!fills.isEmpty && Set(fills).count == fills.count, "\(what): \(fills)")
        #expect(try fills.sorted() == ExecutorBooks.fills(in: "\(pipeline.folder)/state").sorted(), "\(what)")
        let findings = try ExecutorBooks.findings(in: "\(pipeline.folder)/state", capital: 10_000)
        #expect(findings == "", "\(what)")
    }

    /// What was said, by the first part of its topic.
    private func journal(_ pipeline: Pipeline) throws -> [String: [[String: Any]]] {
        let text = try String(contentsOfFile: "\(pipeline.folder)/journal.jsonl", encoding: .utf8)
        var said: [String: [[String: Any]]] = [:]
        for line in text.split(separator: "\n") {
            guard let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
                let topic = row["said"] as? String, let data = row["data"] as? [String: Any]
            else { continue }
            said[topic.split(separator: "/").first.map(String.init) ?? "", default: []].append(data)
        }
        return said
    }
}
