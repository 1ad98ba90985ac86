@testable import Control
import Glibc
import TestSupport
import Testing

/// Whoever watches may be slow, or go: nobody waits for it.
@Suite(.timeLimit(.minutes(5))) struct WatchedOutputTests {
    private func pipeEnds() -> (reader: Int32, writer: Int32) {
        var ends: [Int32] = [0, 0]
        pipe(&ends)
        return (ends[0], ends[1])
    }

    private func all(_ reader: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = read(reader, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    @Test func `a reader that reads nothing holds nobody up, and gets whole lines when it does`() {
        let (reader, writer) = pipeEnds()
        defer { close(reader); close(writer) }
        let output = WatchedOutput(writer)
        for number in 0..<20_000 { output.write("line \(number) of the screen\n") }
        #expect(output.missed > 0 && !output.isGone)
        var text = all(reader)
        output.write("after\n")
        output.finish()
        text += all(reader)
        let lines = text.split(separator: "\n")
        #expect(lines.allSatisfy { $0 == "after" || $0.hasSuffix("of the screen") } && text.hasSuffix("\n"))
        #expect(lines.first == "line 0 of the screen")
        // The descriptor itself still waits, as its other owners expect.
        #expect(fcntl(writer, F_GETFL) & O_NONBLOCK == 0)
    }

    @Test func `a reader that is gone is noticed once, and what is not open is nobody`() {
        signal(SIGPIPE, SIG_IGN)
        let (reader, writer) = pipeEnds()
        let output = WatchedOutput(writer)
        close(reader)
        output.write("anybody?\n")
        #expect(output.failure == "Broken pipe")
        output.write("again\n")
        output.finish()
        let other = WatchedOutput(writer)
        other.write("and now?\n")
        #expect(other.isGone)
        close(writer)
        #expect(WatchedOutput(999).isGone)
    }

    @Test func `a full disk under standard output is no reader that is gone`() {
        let full = open("/dev/full", O_WRONLY)
        defer { close(full) }
        let output = WatchedOutput(full)
        output.write("line\n")
        #expect(!output.isGone)
    }
}
