import Market
import Messages
import Stages
import Telemetry

/// Writes the log lines of everything that is published or approved in this process.
public final class LogObserver: FrameObserver {
    private let log: Log
    private let instruments: InstrumentTable
    /// Messages of the feed handler so far, and at how many the next line is due.
    private var sent = 0
    private var nextNote = 100

    public init(_ log: Log, _ instruments: InstrumentTable) {
        self.log = log
        self.instruments = instruments
    }

    public func published(_ frame: Frame) {
        if frame.rank == .feedHandler { count() }
        guard let line = LogLine(frame.message, instruments) else { return }
        log.write(line.level, at: frame.time, line: line.line)
    }

    public func answered(_ id: RequestID, _ message: Message, at time: Timestamp) {
        guard let line = LogLine(message, instruments) else { return }
        log.write(line.level, at: time, line: line.line)
    }

    /// The multi-pair document's count of messages, told at 100 and at each power of ten after it.
    private func count() {
        sent += 1
        guard sent == nextNote else { return }
        log.write(.info, "Published \(sent) total messages")
        nextNote *= 10
    }
}
