import Exchanges
import Messages

/// Recorded data as a feed.
public struct RecordedFeed: FeedPort {
    /// How many problems are told by themselves.
    private static let told = 20

    private var source: any EventSource

    /// The events of a source, in its order.
    public init(_ source: any EventSource) { self.source = source }

    public mutating func next() throws -> RecordedEvent? { try source.next() }

    public var history: [Kline] { source.history }

    public var complaints: FeedComplaints {
        let report = source.report
        let errors = report.errors
        return FeedComplaints(
            lines: errors.prefix(Self.told).map { "\($0)" }, count: errors.count, skipped: report.skipped)
    }
}
