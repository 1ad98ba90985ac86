import Glibc
import Market

/// Writes lines: "<wall clock> <event time> <LEVEL> <process> <text>", both times in UTC, the second "-"
/// where a line is about no event. Each line is one `write`, so that lines of several processes never mix.
public struct Log: Sendable {
    /// Whose log it is.
    public let process: String
    /// Below this nothing is written.
    public let level: LogLevel
    /// Where lines go: stderr, or a file that is open.
    private let descriptor: Int32

    /// A log of one process, on stderr where nothing else is named.
    public init(process: String, level: LogLevel = .info, descriptor: Int32 = 2) {
        self.process = process
        self.level = level
        self.descriptor = descriptor
    }

    /// Writes a line; event time where the caller has one, so that a replay's log reads like the day.
    public func write(_ level: LogLevel, at time: Timestamp, _ text: @autoclosure () -> String) {
        guard level >= self.level else { return }
        let event = time == .zero ? "-" : time.description
        emit("\(Self.wallClock.description) \(event) \(level.name) \(process) \(ForeignText.line(text()))\n")
    }

    /// The same of a line that was made in place: nothing is allocated.
    public func write(_ level: LogLevel, at time: Timestamp, line text: LineText) {
        guard level >= self.level else { return }
        var line = LineText()
        line.appendInterpolation(Self.wallClock)
        line.appendLiteral(" ")
        if time == .zero { line.appendLiteral("-") } else { line.appendInterpolation(time) }
        line.append(" \(level.name) \(process) \(text)")
        line.end()
        line.withBytes { _ = Glibc.write(descriptor, $0.baseAddress, $0.count) }
    }

    /// When the line is written. It is for people alone: no journal has it, and nothing depends on it.
    private static var wallClock: Timestamp {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Timestamp(milliseconds: Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000)
    }

    /// A line without a time of its own.
    public func write(_ level: LogLevel, _ text: @autoclosure () -> String) {
        write(level, at: .zero, text())
    }

    /// Text for a person who asked for it, on stdout.
    public static func say(_ text: String) {
        var text = ForeignText.harmless(text)
        text.withUTF8 { _ = Glibc.write(1, $0.baseAddress, $0.count) }
    }

    private func emit(_ line: String) {
        var line = line
        line.withUTF8 { bytes in
            _ = Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        }
    }
}
