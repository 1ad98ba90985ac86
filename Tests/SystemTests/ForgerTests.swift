import Foundation
import Market
import Messages
import Sealing
import TestSupport
import Testing

@testable import Hosting

/// Somebody without a key, at all sockets of real processes: nothing is filled, cancelled or resumed by him,
/// and each try is answered with its reason and counted.
@Suite(
    .serialized, .enabled(if: PeerBench.python != nil, "needs deploy/setup.sh --python, or STRATA_PYTHON"),
    .timeLimit(.minutes(10)))
final class ForgerTests {
    /// One try, and what came of it.
    private struct Try: Decodable {
        let name, process, topic, text: String
    }

    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    deinit { scratch.remove() }

    private func start(_ directory: String, _ mode: String) throws -> (Process, Pipe) {
        let process = prepare(try #require(PeerBench.python), [:])
        process.arguments = [DeployTests.root + "/Tests/Peers/forger.py", directory, mode, scratch.path + "/frames"]
        let output = Pipe()
        process.standardOutput = output
        try startWithSignals(process)
        return (process, output)
    }

    private func tries(_ forger: (process: Process, output: Pipe)) throws -> [Try] {
        let text = try forger.output.fileHandleForReading.readToEnd() ?? Data()
        forger.process.waitUntilExit()
        #expect(forger.process.terminationStatus == 0)
        return try text.split(separator: UInt8(ascii: "\n")).filter { $0.first == UInt8(ascii: "{") }
            .map { try JSONDecoder().decode(Try.self, from: $0) }
    }

    /// Each try is refused with a reason, and counted where it was one for the process that was asked.
    private func check(_ tries: [Try], at location: SourceLocation = #_sourceLocation) throws {
        let attempts = tries.filter { $0.name != "status" && $0.name != "halt" }
        for attempt in attempts {
            let isTold = attempt.topic == "refused" && !attempt.text.isEmpty
            #expect(isTold, "\(attempt)", sourceLocation: location)
        }
        for status in tries where status.name == "status" {
            let meant = attempts.filter {
                $0.process == status.process && !$0.text.contains("does not answer")
            }
            let object = try JSONSerialization.jsonObject(with: Data(status.text.utf8)) as? [String: Any]
            #expect(object?["forged"] as? Int == meant.count, "\(status.text)", sourceLocation: location)
        }
    }

    /// No seal that went over the wire stands in what risk manager and executor keep.
    private func checkRecords() throws {
        let program = """
            import glob, os, sys, msgpack
            requests = msgpack.unpackb(open(sys.argv[1], "rb").read())
            seals = {payload[-32:] for _, payload in requests}
            fields = [msgpack.unpackb(payload) for word, payload in requests if word == "submit"]
            seals |= {row["approval_seal"].encode() for row in fields if row["purpose"] == "entry"}
            whole = seals | {bytes.fromhex(seal.decode()) for seal in seals}
            size = 0
            for place in "journal/executor.0", "journal/risk-manager.0", "executor.sqlite*", "risk-manager.sqlite*":
                for top in glob.glob(f"{sys.argv[2]}/{place}"):
                    files = [top] if os.path.isfile(top) else glob.glob(top + "/**", recursive=True)
                    for path in filter(os.path.isfile, files):
                        data = open(path, "rb").read()
                        size += len(data)
                        for seal in whole:
                            if seal in data: print(path, "holds a seal")
            print(len(seals) > 3, size > 100_000)
            """
        let python = try #require(PeerBench.python)
        let outcome = try run(python, "-c", program, "\(scratch.path)/frames", "\(scratch.path)/state")
        #expect(outcome.output == "True True\n", "\(outcome.output)")
    }

    private func query(_ state: String, _ sql: String) throws -> String {
        let program = """
            import sqlite3, sys
            database = sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True)
            for row in database.execute(sys.argv[2]): print(*row)
            """
        return try run("/usr/bin/env", "python3", "-c", program, "\(state)/executor.sqlite", sql).output
    }

    @Test func `in a free run nothing is filled, cancelled or resumed without a key`() throws {
        let seven = try SevenProcesses()
        defer { seven.end() }
        try seven.begin()
        let desk = SignalDesk(seven)
        try desk.enterAndFill()
        let fills = seven.fills.count
        let found = try tries(start(seven.scratch.path + "/run", "free"))
        #expect(found.count > 200)
        try check(found)
        let shown = try run(Programs.path("strata"), "status", "--run-dir", seven.scratch.path + "/run")
        #expect(shown.output.split(separator: "\n").count { $0.contains("  FORGED ") } == 2, "\(shown.output)")
        // Anybody may halt; nobody but who holds the key takes it back.
        let state = seven.scratch.path + "/state"
        #expect(try query(state, "select halted from halt") == "1\n")
        let refused = try desk.enter()
        try desk.expect(refused, .rejected, .halted)
        #expect(seven.fills.count == fills)
        #expect(try query(state, "select count(*) from orders where signal_id like 'forged%'") == "0\n")
        #expect(try ExecutorBooks.findings(in: state, capital: 10_000) == "")
        let resumed = try run(Programs.path("strata"), "resume", "--run-dir", seven.scratch.path + "/run")
        #expect(resumed.status == 0, "\(resumed.output)")
        try desk.enterAndFill()
    }

    @Test func `in lockstep what was overheard opens nothing, in its run and in the next, and the bytes are the same`() throws {
        let until = "2025-05-05T12:00"
        let forger = try start(scratch.path + "/run", "lockstep")
        let pipeline = try Pipeline(
            scratch.path, ["--to", until, "--journal", "\(scratch.path)/journal.jsonl"])
        let found = try tries(forger)
        let outcome = try pipeline.finish()
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(found.contains { $0.name.hasPrefix("replay of submit") })
        #expect(found.contains { $0.name == "entry, another's approval" })
        try check(found)
        let wanted = "\(scratch.path)/expected.jsonl"
        #expect(try run(Programs.path("strata"), "run", "--quiet", "--to", until, "--journal", wanted).status == 0)
        let bytes = try [wanted, "\(scratch.path)/journal.jsonl"].map { try Data(contentsOf: URL(filePath: $0)) }
        #expect(bytes[0] == bytes[1])

        try checkRecords()

        let next = try Pipeline(scratch.path, ["--speed", "600"], state: "next")
        #expect(next.wait(seconds: 60) { next.log("l1-operational.0").contains("hears executor") })
        let again = try tries(start(scratch.path + "/run", "again"))
        #expect(again.contains { $0.text.contains("false seal") })
        for attempt in again { #expect(attempt.topic == "refused", "\(attempt)") }
        next.process.interrupt()
        #expect(try next.finish().status == 0)
    }

    @Test func `a resume that was given counts once, and not after a halt that came later`() throws {
        let seven = try SevenProcesses()
        defer { seven.end() }
        try seven.begin()
        let directory = seven.scratch.path + "/run"
        let halt = try FrameEncoder(InstrumentTable([])).bytes(bare: .halt(HaltCommand(unableToKeep: "test")))
        func tell(_ word: String, _ payload: [UInt8]) throws -> String {
            let answer = try #require(try seven.ask("executor", word, payload))
            guard answer.topic == "acknowledge" else { return String(decoding: answer.payload, as: UTF8.self) }
            let message = try answer.payload.withUnsafeBytes {
                try FrameDecoder(InstrumentTable([])).decode(bare: .acknowledge, $0)
            }
            guard case .acknowledge(let told) = message else { return "?" }
            return told.ok ? "ok" : told.reason.code.name
        }
        let content = try KeyFile.read(KeyFile.requestKey(in: directory))
        func resume(_ moment: Timestamp) throws -> [UInt8] {
            var command = HaltCommand()
            (command.by, command.asked) = ("test", moment)
            let gate = Gate(
                "strata", run: 1, InstrumentTable([]), Keys(request: content.key, approval: nil), startedAt: .zero)
            return gate.seal(
                .resume, try FrameEncoder(InstrumentTable([])).bytes(bare: .resume(command)), to: "executor.0")
        }
        #expect(try tell("halt", halt) == "ok")
        let given = try resume(QueryClient.now)
        #expect(try tell("resume", given) == "ok")
        #expect(try tell("resume", given) == "replayed")
        let early = try resume(QueryClient.now)
        #expect(try tell("halt", halt) == "ok")
        #expect(try tell("resume", early) == "replayed")
        #expect(try query(seven.scratch.path + "/state", "select halted from halt") == "1\n")
        #expect(try tell("resume", resume(QueryClient.now)) == "ok")
    }
}
