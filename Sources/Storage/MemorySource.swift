import FeedHandler

/// Events that lie in memory, loaded apart from running.
public struct MemorySource: EventSource, Sendable {
    private let events: [RecordedEvent]
    private var place = 0
    public let report: SourceReport

    /// - Parameter events: in the order of their times.
    public init(_ events: [RecordedEvent], report: SourceReport = SourceReport()) {
        self.events = events
        self.report = report
    }

    /// Loads all that another source has.
    public init(loading source: some EventSource) throws(StorageError) {
        var source = source
        let events = try source.all()
        self.init(events, report: source.report)
    }

    public mutating func next() -> RecordedEvent? {
        guard place < events.count else { return nil }
        defer { place += 1 }
        return events[place]
    }
}
