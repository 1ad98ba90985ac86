import Foundation
import Testing

/// A process that comes back as another build in the midst of a free run: it does not read the state that
/// it finds, says so, and warms up; nothing is doubled or lost.
@Suite(.serialized, .timeLimit(.minutes(10))) final class OtherBuildTests {
    private let scratch: Scratch
    private var programs: String { "\(scratch.path)/programs" }

    init() throws {
        scratch = try Scratch()
        let files = FileManager.default
        try files.createDirectory(atPath: programs, withIntermediateDirectories: true)
        for name in DeployTests.processes + ["strata"] {
            try files.copyItem(atPath: Programs.path(name), toPath: "\(programs)/\(name)")
        }
    }

    deinit { scratch.remove() }

    /// Changes the id that the linker gave a program: the note's owner is "GNU", its type 3.
    private func renew(_ name: String) throws {
        let path = "\(programs)/\(name)"
        var bytes = try Data(contentsOf: URL(filePath: path))
        let head = Data([4, 0, 0, 0, 20, 0, 0, 0, 3, 0, 0, 0, 0x47, 0x4E, 0x55, 0])
        let note = try #require(bytes.range(of: head) ?? bytes.range(of: Data([4, 0, 0, 0, 8] + head[5...])))
        bytes[note.upperBound] ^= 0xFF
        // A running program's file can't be written, but replaced.
        try bytes.write(to: URL(filePath: path + ".new"))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path + ".new")
        #expect(rename(path + ".new", path) == 0)
    }

    @Test func `another build begins anew and says so`() throws {
        let pipeline = try Pipeline(
            scratch.path, ["--to", "2025-05-05T06:00", "--speed", "3000", "--journal", "\(scratch.path)/journal.jsonl"],
            programs: programs)
        let state = "\(scratch.path)/state"
        let isTrading = try pipeline.wait(seconds: 60) {
            try FileManager.default.fileExists(atPath: state + "/executor.sqlite")
                && !ExecutorBooks.fills(in: state).isEmpty
        }
        #expect(isTrading)
        for name in ["executor", "l2-tactic"] {
            let victim = try #require(try pipeline.pid(of: "\(name).0"))
            try renew(name)
            kill(victim, SIGKILL)
            #expect(
                pipeline.wait(seconds: 30) {
                    let log = pipeline.log("\(name).0")
                    return log.contains("was saved by another build") && log.contains("warmed up with")
                }, "\(pipeline.log("\(name).0"))")
        }
        let outcome = try pipeline.finish()
        #expect(outcome.status == 0, "\(outcome.output)")
        let fills = try ExecutorBooks.fills(in: state)
        let told = try scratch.read("journal.jsonl").split(separator: "\n").filter { $0.contains("\"said\":\"fills/") }
        #expect(fills.count > 1 && told.count == fills.count, "\(told.count) of \(fills.count) fills were told")
        #expect(try ExecutorBooks.findings(in: state, capital: 10_000) == "")
    }
}
