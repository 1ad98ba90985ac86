import Exchanges
import Messages

/// Recorded data as a feed.
public struct RecordedFeed: FeedPort {
    /// How many problems are told by themselves.
    private static let told = 20

    private var source: any EventSource

    /// The events of a source, in its order.
    public init(_ source: any EventSource) { self.source = source }

    /// The next event of the source; `nil` at its end.
    /// - Throws: what the source throws, such as a file that can't be read.
    public mutating func next() throws -> RecordedEvent? { try source.next() }

    /// Candles of before the first event, oldest first, to warm up from.
    public var history: [Kline] { source.history }

    /// What was wrong with the data: the first twenty problems, how many there are, and how many lines were
    /// skipped.
    public var complaints: FeedComplaints {
        let report = source.report
        let errors = report.errors
        return FeedComplaints(
            lines: errors.prefix(Self.told).map { "\($0)" }, count: errors.count, skipped: report.skipped)
    }
}
