import Foundation
import L1Operational
import Testing

/// A run that begins in the middle of the data, or goes on after a stop, stands there as if it had run all along.
@Suite(.serialized, .timeLimit(.minutes(10))) final class WarmStartTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    deinit { scratch.remove() }

    /// The sample begins at 15:36 on the 4th. What L3 reads off the market is equal to the last digit; weights,
    /// sizes and so signals rest on the trades before, which a run that begins later has not made.
    @Test func `a run from a day on reads the market as a continuous one does, at once`() throws {
        let span = ["--to", "2025-05-06T06:00"]
        let whole = try play("whole", span)
        let part = try play("part", ["--from", "2025-05-06"] + span)
        #expect(part.output.contains("warms up from the"), "\(part.output)")
        #expect(!whole.output.contains("warms up from the"))
        let (all, own) = (try readings("whole"), try readings("part"))
        #expect(own.keys.count { $0.hasPrefix("1746489600 ") } == 3, "each pair has its regime at once: \(own)")
        let common = own.keys.filter { all[$0] != nil }
        #expect(common.count >= 3, "\(own) \(all)")
        for moment in common { #expect(own[moment] == all[moment], "\(moment)") }
        #expect(try scratch.read("part.jsonl").contains("1746489540") == false, "nothing of before is said")

        let up = try Pipeline(scratch.path, ["--from", "2025-05-06", "--journal", "\(scratch.path)/up.jsonl"] + span).finish()
        #expect(up.status == 0, "\(up.output)")
        #expect(try scratch.read("up.jsonl") == scratch.read("part.jsonl"))
        for name in ["feed-handler.0", "l2-tactic.0"] {
            #expect(!(try scratch.read("log/\(name).log").contains("WARNING")))
        }
    }

    @Test(arguments: ["0", "100000"])
    func `after a stop the history before it is there`(speed: String) throws {
        let first = try Pipeline(scratch.path, "--speed", speed, "--to", "2025-05-06").finish()
        #expect(first.status == 0, "\(first.output)")
        let second = try Pipeline(
            scratch.path, "--speed", speed, "--keep-state", "--to", "2025-05-06T02:00", "--journal", "\(scratch.path)/up.jsonl"
        ).finish()
        #expect(second.status == 0, "\(second.output)")
        #expect(try scratch.read("log/feed-handler.0.log").contains("warms up from the"))
        let targets = try scratch.read("up.jsonl").split(separator: "\n").filter { $0.contains(#""said":"tactic_targets/"#) }
        #expect(targets.prefix(3).allSatisfy { $0.contains(#""ts":174648954"#) || $0.contains(#""ts":17464896"#) }, "\(targets.prefix(3))")
    }

    private func play(_ name: String, _ words: [String]) throws -> Outcome {
        let outcome = try run(
            Programs.path("strata"),
            ["run", "--verbose", "--journal", "\(scratch.path)/\(name).jsonl", "--summary", "\(scratch.path)/\(name).json"] + words)
        #expect(outcome.status == 0, "\(outcome.output)")
        return outcome
    }

    /// What L3 read at each moment: its second and pair, and the figures.
    private func readings(_ name: String) throws -> [String: String] {
        var found: [String: String] = [:]
        for line in try scratch.read("\(name).jsonl").split(separator: "\n") {
            guard line.contains(#""said":"tactic_targets/"#) else { continue }
            let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
            let data = row["data"] as? [String: Any] ?? [:]
            let figures = ["regime", "adx", "volatility", "volatility_percentile"].map { "\(data[$0] ?? "")" }
            let second = ((row["ts"] as? NSNumber)?.int64Value ?? 0) / 1_000_000_000
            found["\(second) \(data["symbol"] ?? "")"] = figures.joined(separator: " ")
        }
        return found
    }
}
