import Market
import Messages
import Stages
import Telemetry

/// Writes the log lines of everything that is published or approved in this process.
public final class LogObserver: FrameObserver {
    private let log: Log
    private let instruments: InstrumentTable

    public init(_ log: Log, _ instruments: InstrumentTable) {
        self.log = log
        self.instruments = instruments
    }

    public func published(_ frame: Frame) {
        guard let line = LogLine(frame.message, instruments) else { return }
        log.write(line.level, at: frame.time, line: line.line)
    }

    public func answered(_ id: RequestID, _ message: Message, at time: Timestamp) {
        guard let line = LogLine(message, instruments) else { return }
        log.write(line.level, at: time, line: line.line)
    }
}
