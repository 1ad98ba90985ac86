import Foundation
import L1Operational
import Testing

/// What the machine grants: raised where it may be, and told in a sentence where it is too little.
@Suite(.serialized, .timeLimit(.minutes(10))) struct LimitTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func up(_ limits: String, _ words: String = "", environment: [String: String] = [:]) throws -> Outcome {
        let command = "\(limits); exec \(Programs.path("strata")) up --run-dir \(scratch.path)/run --state "
            + "\(scratch.path)/state --logs \(scratch.path)/log --to 2025-05-04T15:50 \(words)"
        return try run("/bin/bash", ["-c", command], environment: environment)
    }

    @Test func `a small soft limit of open files is raised, and all processes run`() throws {
        defer { scratch.remove() }
        for limit in [24, 64] {
            let outcome = try up("ulimit -Sn \(limit)")
            #expect(outcome.status == 0, "\(limit): \(outcome)")
        }
    }

    @Test(arguments: ["ulimit -n 24", "ulimit -n 64", "ulimit -v 300000", "ulimit -d 50000", "ulimit -f 1000"])
    func `a hard limit that is too small is told before anything is touched`(_ limit: String) throws {
        defer { scratch.remove() }
        let outcome = try up(limit)
        #expect(outcome.status == 1 && outcome.output.contains("(\(limit.prefix(9)))"), "\(outcome)")
        #expect(outcome.output.contains("expected at least"), "\(outcome)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).isEmpty)
        for program in ["executor", "strata-sniff"] {
            let run = try run(
                "/bin/bash", ["-c", "\(limit); exec \(Programs.path(program))"],
                environment: ["STRATA_RUN_DIR": "\(scratch.path)/run", "STRATA_STATE_DIR": "\(scratch.path)/state"])
            #expect(run.status == 1 && run.output.contains("expected at least"), "\(program): \(run)")
        }
    }

    @Test func `a journal that may not grow is told, and no signal ends the run without a word`() throws {
        defer { scratch.remove() }
        let command = "ulimit -f 1; exec \(Programs.path("strata")) run --quiet --to 2025-05-05 --journal "
            + "\(scratch.path)/journal.jsonl --log \(scratch.path)/run.log"
        let outcome = try run("/bin/bash", ["-c", command])
        #expect(outcome.status == 1 && outcome.output.contains("File too large"), "\(outcome)")
    }

    @Test func `too little room on the disk is told at the start with its figures, and nothing begins`() throws {
        defer { scratch.remove() }
        let outcome = try up("true", environment: ["STRATA_MIN_FREE_MIB": "1000000"])
        #expect(outcome.status == 1 && outcome.output.contains("MiB left, expected at least 1000000 MiB"), "\(outcome)")
        #expect(outcome.output.contains("make room") && outcome.output.contains(scratch.path), "\(outcome)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).isEmpty)
    }

    @Test func `without a home, and without a place for sockets, it says what to name`() throws {
        defer { scratch.remove() }
        try scratch.write("file", "")
        let outcome = try run(
            "/usr/bin/env", "-i", "PATH=/usr/bin:/bin", "XDG_RUNTIME_DIR=\(scratch.path)/file", Programs.path("strata"), "up",
            "--state", "\(scratch.path)/state", "--logs", "\(scratch.path)/log")
        #expect(outcome.status == 1 && outcome.output.contains("--run-dir"), "\(outcome)")
        let homeless = try run(
            "/usr/bin/env", "-i", "PATH=/usr/bin:/bin", Programs.path("strata"), "up", "--run-dir", "\(scratch.path)/run",
            "--state", "\(scratch.path)/state", "--logs", "\(scratch.path)/log", "--to", "2025-05-04T15:50")
        #expect(homeless.status == 0, "\(homeless)")
    }

    @Test func `logs are renamed at their size and kept in the number said, and old states too`() throws {
        defer { scratch.remove() }
        let words = "--log-mib 1 --log-count 2 --log-level DEBUG --keep-runs 1"
        for number in 1...3 {
            let outcome = try up("true", words)
            #expect(outcome.status == 0, "\(outcome)")
            #expect(outcome.output.contains("this run's state is \(scratch.path)/state"), "\(outcome)")
            #expect(outcome.output.contains("deleted \(scratch.path)/state.before-run-2") == (number == 3), "\(outcome)")
        }
        let found = try FileManager.default.contentsOfDirectory(atPath: scratch.path).filter { $0.hasPrefix("state.before") }
        #expect(found == ["state.before-run-3"])
        // A log that is large already is renamed by the process that writes into it.
        try scratch.write("log/l4-meta.0.log", String(repeating: "an old line\n", count: 100_000))
        #expect(try up("true", words).status == 0)
        #expect(try scratch.read("log/l4-meta.0.log.1").hasPrefix("an old line"))
        #expect(try scratch.read("log/l4-meta.0.log").contains("stopped"))
    }
}
