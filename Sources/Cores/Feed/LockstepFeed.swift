import Configuration
import Delivery
import Exchanges
import Market
import Messages
import Telemetry

/// The recorded data of a run in lockstep: one event a step, when the conductor says so.
package final class LockstepFeed {
    private var source: any FeedPort
    private var upcoming: MarketEvent?
    /// How many events were played: where a feed handler that is started again goes on.
    package private(set) var played: UInt64 = 0
    package private(set) var history: HistoryRing

    /// - Throws: `FeedPortError.live`, or what can't be read.
    package init(_ source: any FeedPort, _ settings: Settings) throws {
        guard !source.isLive else { throw FeedPortError.live(source.name) }
        self.source = source
        history = HistoryRing(settings)
        upcoming = try self.source.nextRecorded()
        for kline in self.source.history { history.add(kline) }
    }

    /// What the data holds before its first event, to warm up from.
    package var past: [Kline] { source.history }

    /// Time of the next event; `nil` at the end.
    package var nextTime: Timestamp? { upcoming?.time }

    /// Takes the next event.
    package func take() throws -> Message? {
        guard let event = upcoming else { return nil }
        if case .kline(let kline) = event.message { history.add(kline) }
        upcoming = try source.nextRecorded()
        played += 1
        return event.message
    }

    /// Goes on after events that were played before a restart.
    package func skip(to count: UInt64) throws { while played < count, try take() != nil {} }

    /// What could not be used of the files, with places.
    package func tellProblems(_ log: Log) {
        for line in source.complaints.text { log.write(.warning, line) }
    }
}
