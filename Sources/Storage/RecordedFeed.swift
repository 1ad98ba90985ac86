import Exchanges
import Messages

/// Recorded data as a feed.
public struct RecordedFeed: FeedPort {
    /// How many problems are told by themselves.
    private static let told = 20

    private var source: any EventSource
    private var hasEnded = false

    /// What a person calls it.
    public let name: String
    /// It tells the same whenever it is read.
    public var isLive: Bool { false }

    /// The events of a source, in its order; `name` is what a person calls it.
    public init(_ source: any EventSource, name: String = "recorded data") {
        (self.source, self.name) = (source, name)
    }

    /// The next event, or the end.
    public mutating func next() throws -> FeedWord {
        guard !hasEnded else { return .end }
        if let event = try source.next() { return .event(event) }
        hasEnded = true
        return .end
    }

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
