import Glibc
import Market

/// Writes lines to stderr: "<time> <LEVEL> <process> <text>". Each line is one `write`, so that lines
/// of several processes never mix.
public struct Log: Sendable {
    /// Whose log it is.
    public let process: String
    /// Below this nothing is written.
    public let level: LogLevel

    /// A log of one process.
    public init(process: String, level: LogLevel = .info) {
        self.process = process
        self.level = level
    }

    /// Writes a line; event time where the caller has one, so that a replay's log reads like the day.
    public func write(_ level: LogLevel, at time: Timestamp, _ text: @autoclosure () -> String) {
        guard level >= self.level else { return }
        let line = ForeignText.line(text())
        Self.emit("\(time == .zero ? "-" : time.description) \(level.name) \(process) \(line)\n")
    }

    /// The same of a line that was made in place: nothing is allocated.
    public func write(_ level: LogLevel, at time: Timestamp, line text: LineText) {
        guard level >= self.level else { return }
        var line = LineText()
        if time == .zero { line.appendLiteral("-") } else { line.appendInterpolation(time) }
        line.append(" \(level.name) \(process) \(text)")
        line.end()
        line.withBytes { _ = Glibc.write(2, $0.baseAddress, $0.count) }
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

    private static func emit(_ line: String) {
        var line = line
        line.withUTF8 { bytes in
            _ = Glibc.write(2, bytes.baseAddress, bytes.count)
        }
    }
}
