import Exchanges
import Market
import Messages

/// Several sources as one, by event time, then kind of stream, instrument, and place of the source:
/// the order of events is the same in every host and run.
///
/// Where it is asked to, it tells of a pair whose sources are all at their end while others go on: before the
/// first event that is later than the pair's last. A hole, however long, is no end.
public struct MergedSource: EventSource {
    private var sources: [any EventSource]
    /// The next event of each source that has one, and whose it is.
    private var heads: [Head] = []
    private var hasBegun = false
    private let tellsEnds: Bool
    /// Pairs that are at their end, and the time of their last event.
    private var ended: [(symbol: SymbolID, last: Timestamp)] = []

    private struct Head {
        var event: MarketEvent
        let source: Int
        /// Of two events of one moment the one with the smaller comes first.
        private var rank: (kind: UInt8, symbol: SymbolID) = (0, .none)

        init(_ event: MarketEvent, of source: Int) {
            self.event = event
            self.source = source
            rankEvent()
        }

        mutating func rankEvent() { rank = (event.message.kind.rawValue, event.message.symbol) }

        func comesBefore(_ other: Head) -> Bool {
            if event.time != other.event.time { return event.time < other.event.time }
            return (rank.kind, rank.symbol, source) < (other.rank.kind, other.rank.symbol, other.source)
        }
    }

    /// - Parameter tellingEnds: whether `feed_health` "ceased" comes of pairs that end before others.
    public init(_ sources: [any EventSource], tellingEnds: Bool = false) {
        self.sources = sources
        tellsEnds = tellingEnds
    }

    public var report: SourceReport {
        sources.reduce(into: SourceReport()) { $0.add($1.report) }
    }

    public mutating func next(into event: inout MarketEvent) throws(StorageError) -> Bool {
        if !hasBegun { try begin() }
        guard var first = heads.indices.first else { return false }
        for index in heads.indices.dropFirst() where heads[index].comesBefore(heads[first]) { first = index }
        event = heads[first].event
        if !ended.isEmpty, let end = takeEnd(before: event.time) {
            event = end
            return true
        }
        if try sources[heads[first].source].next(into: &heads[first].event) {
            heads[first].rankEvent()
        } else {
            heads.remove(at: first)
            noteEnd(after: event)
        }
        return true
    }

    private mutating func noteEnd(after event: MarketEvent) {
        let symbol = event.message.symbol
        guard tellsEnds, !heads.contains(where: { $0.event.message.symbol == symbol }) else { return }
        ended.append((symbol, event.time))
    }

    private mutating func takeEnd(before time: Timestamp) -> MarketEvent? {
        guard let place = ended.firstIndex(where: { $0.last < time }) else { return nil }
        let end = ended.remove(at: place)
        var health = FeedHealth()
        (health.symbol, health.state, health.lastEvent) = (end.symbol, .ceased, end.last)
        return MarketEvent(.feedHealth(health), at: time)
    }

    private mutating func begin() throws(StorageError) {
        hasBegun = true
        for index in sources.indices {
            if let event = try sources[index].next() { heads.append(Head(event, of: index)) }
        }
    }
}
