@testable import Control
@testable import Files
import Glibc
import Stages
import TestSupport
import Testing

/// Logs that don't grow without end, and lose no line.
@Suite struct LogFileTests {
    private let folder = TemporaryFolder()
    private var path: String { "\(folder.path)/x.log" }

    private func lines(_ path: String) -> [Substring] {
        ((try? FileBytes.read(path)).map { String(decoding: $0, as: UTF8.self) } ?? "").split(separator: "\n")
    }

    /// A limit of so few bytes that lines fill it.
    private func limit(_ count: Int) -> LogFile.Limit {
        var limit = LogFile.Limit(mebibytes: 1, count: count)
        limit.bytes = 100
        return limit
    }

    @Test func `every line is in one of the files while they last, in order, and there are no more than said`() throws {
        defer { folder.remove() }
        let log = try LogFile(path: path, limit(4))
        let written = (0..<20).map { "line \($0) with some words" }
        for line in written { log.write(line + "\n") }
        #expect(access("\(path).3", F_OK) == 0 && access("\(path).4", F_OK) != 0)
        let kept = (["\(path).3", "\(path).2", "\(path).1", path]).flatMap(lines)
        #expect(kept.map(String.init) == Array(written.suffix(kept.count)) && kept.count > 10)
        let one = try LogFile(path: "\(folder.path)/one.log", limit(1))
        for line in written { one.write(line + "\n") }
        #expect(access("\(folder.path)/one.log.1", F_OK) != 0 && FileBytes.size("\(folder.path)/one.log") < 200)
    }

    @Test func `what somebody else moved or put there is left alone`() throws {
        defer { folder.remove() }
        let log = try LogFile(path: path, limit(3))
        log.write(String(repeating: "a", count: 80) + "\n")
        // As logrotate does.
        #expect(rename(path, "\(path).old") == 0)
        log.write(String(repeating: "b", count: 80) + "\n")
        #expect(lines("\(path).old").count == 2 && access("\(path).1", F_OK) != 0)
        #expect(LogFile(standardErrorAt: path, limit(3)) == nil)
        #expect(mkfifo("\(folder.path)/pipe.log", 0o600) == 0)
        #expect(throws: HostError.self) { try LogFile(path: "\(folder.path)/pipe.log", limit(3)) }
    }

    @Test func `the last words of a log are its last error, or why a library gave up`() {
        defer { folder.remove() }
        let file = open(path, O_WRONLY | O_CREAT, 0o600)
        TextOutput.write("- INFO x started\n- ERROR x no room\u{1B}[2J\n- INFO x stopped\n", to: file)
        close(file)
        #expect(LastWords.of(path) == "- ERROR x no room\\x1b[2J")
        #expect(LastWords.of("\(path).none") == nil)
        let again = open(path, O_WRONLY | O_TRUNC)
        TextOutput.write(
            "- INFO x started\nToo many open files (src/ipc_listener.cpp:325)\n\n*** Signal 6\n failed ***\n", to: again)
        close(again)
        #expect(LastWords.of(path) == "Too many open files (src/ipc_listener.cpp:325)")
    }

    @Test func `last words are found before a long trace of the stack, which shows the same letters`() {
        defer { folder.remove() }
        let file = open(path, O_WRONLY | O_CREAT, 0o600)
        let words = "Market/FixedPoint.swift:12: Fatal error: overflow"
        let frame = "#7 0x55 say(_:) at \"the words Fatal error in memory\" " + String(repeating: "x", count: 100) + "\n"
        TextOutput.write("- INFO x started\n\(words)\n" + String(repeating: frame, count: 300), to: file)
        close(file)
        #expect(LastWords.of(path) == words)
        let again = open(path, O_WRONLY | O_TRUNC)
        TextOutput.write(
            "- INFO x started\n  0 [inlined] [system] 0x0007 Swift runtime failure: arithmetic overflow in x\n"
                + "Backtrace took 0.77s\n", to: again)
        close(again)
        #expect(LastWords.of(path) == "Swift runtime failure: arithmetic overflow in x")
    }
}
