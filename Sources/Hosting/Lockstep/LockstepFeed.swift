import Configuration
import FeedHandler
import Market
import Messages
import Storage
import Telemetry

/// The recorded data of a run in lockstep: one event a step, when the conductor says so.
final class LockstepFeed {
    private var source: any EventSource
    private var upcoming: RecordedEvent?
    /// How many events were played: where a feed handler that is started again goes on.
    private(set) var played: UInt64 = 0
    private(set) var history: HistoryRing

    init(_ source: any EventSource, _ settings: Settings) throws {
        self.source = source
        history = HistoryRing(settings)
        upcoming = try self.source.next()
        for kline in self.source.history { history.add(kline) }
    }

    /// What the data holds before its first event, to warm up from.
    var past: [Kline] { source.history }

    /// Time of the next event; `nil` at the end.
    var nextTime: Timestamp? { upcoming?.time }

    /// Takes the next event.
    func take() throws -> Message? {
        guard let event = upcoming else { return nil }
        if case .kline(let kline) = event.message { history.add(kline) }
        upcoming = try source.next()
        played += 1
        return event.message
    }

    /// Goes on after events that were played before a restart.
    func skip(to count: UInt64) throws { while played < count, try take() != nil {} }

    /// What could not be used of the files, with places.
    func tellProblems(_ log: Log) {
        let report = source.report
        for error in report.errors.prefix(20) { log.write(.warning, "\(error)") }
        guard report.errors.count > 20 || report.skipped > 0 else { return }
        log.write(.warning, "\(report.skipped) lines of the data were left out")
    }
}
