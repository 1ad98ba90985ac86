import FeedHandler
import Market
import Messages

/// Several sources as one, by event time, then kind of stream, instrument, and place of the source:
/// the order of events is the same in every host and run.
public struct MergedSource: EventSource {
    private var sources: [any EventSource]
    /// The next event of each source that has one, and whose it is.
    private var heads: [Head] = []
    private var hasBegun = false

    private struct Head {
        var event: RecordedEvent
        var source: Int

        func comesBefore(_ other: Head) -> Bool {
            if event.time != other.event.time { return event.time < other.event.time }
            let (kind, otherKind) = (event.message.kind.rawValue, other.event.message.kind.rawValue)
            if kind != otherKind { return kind < otherKind }
            let (symbol, otherSymbol) = (event.message.symbol, other.event.message.symbol)
            if symbol != otherSymbol { return symbol < otherSymbol }
            return source < other.source
        }
    }

    public init(_ sources: [any EventSource]) { self.sources = sources }

    public var report: SourceReport {
        sources.reduce(into: SourceReport()) { $0.add($1.report) }
    }

    public mutating func next() throws(StorageError) -> RecordedEvent? {
        if !hasBegun { try begin() }
        guard var first = heads.indices.first else { return nil }
        for index in heads.indices.dropFirst() where heads[index].comesBefore(heads[first]) { first = index }
        let event = heads[first].event
        if let following = try sources[heads[first].source].next() {
            heads[first].event = following
        } else {
            heads.remove(at: first)
        }
        return event
    }

    private mutating func begin() throws(StorageError) {
        hasBegun = true
        for index in sources.indices {
            if let event = try sources[index].next() { heads.append(Head(event: event, source: index)) }
        }
    }
}
