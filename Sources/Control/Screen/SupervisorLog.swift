import Bus
import Files
import Market
import Stages
import Telemetry

/// What the supervisor says: into a log of its own, to whoever watches, and at the end once more what a
/// drawn screen kept from standard error.
final class SupervisorLog {
    private let level: LogLevel
    private let file: LogFile?
    private let output: WatchedOutput
    /// Whether a screen is drawn on the terminal that is standard error, too.
    private let isCovered: Bool
    private var covered: [String] = []
    /// What was said since the screen asked.
    private var fresh: [String] = []

    /// - Parameter isCovered: lines on standard error would spoil the screen; they wait for its end.
    init(_ level: LogLevel, _ file: LogFile?, _ output: WatchedOutput, isCovered: Bool) {
        self.level = level
        self.file = file
        self.output = output
        self.isCovered = isCovered
    }

    func write(_ level: LogLevel, _ text: String) {
        guard level >= self.level else { return }
        // As `Log` writes its lines.
        let clock = Timestamp(milliseconds: WallClock.now() / 1_000_000)
        let line = "\(clock) - \(level.name) supervisor \(ForeignText.line(text))\n"
        file?.write(line)
        if level >= .warning { fresh.append(text) }
        guard isCovered else { return output.write(line) }
        if level >= .warning { covered.append(line) }
    }

    /// What the screen has not shown yet.
    func takeFresh() -> [String] {
        defer { fresh.removeAll() }
        return fresh
    }

    /// The screen is over: what it covered is said now.
    func uncover() {
        for line in covered.suffix(20) { output.write(line) }
        covered.removeAll()
        output.finish()
    }
}
