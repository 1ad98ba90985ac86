import Market
import Messages
import Stages

/// Who is gone, and how fresh the market data of each symbol is.
struct Presence: Sendable {
    private var missing = Absences()
    private var feeds: [FeedHealth]

    init(symbols count: Int) { feeds = Array(repeating: FeedHealth(), count: count) }

    mutating func note(_ rank: ProcessRank, _ link: LinkState) { missing.note(rank, link) }

    /// Takes how fresh a symbol's data is; answers whether it went stale, or ended, with this word.
    mutating func hear(_ health: FeedHealth) -> Bool {
        guard health.symbol.int < feeds.count else { return false }
        let wasStale = feeds[health.symbol.int].isStale
        feeds[health.symbol.int] = health
        return (health.state == .stale || health.state == .ceased) && !wasStale
    }

    /// Why no entry goes into a symbol, by who is gone and what its data is worth.
    func refusal(of symbol: SymbolID, at time: Timestamp) -> Reason? {
        if let gone = DegradationCatalogue.refusal(by: ExecutorStage.rank, without: missing) {
            return Reason(gone)
        }
        let feed = feeds[symbol.int]
        return feed.state == .stale || feed.state == .ceased ? feed.refusal(at: time) : nil
    }

    func save(into writer: inout StateWriter) {
        writer.write(missing)
        writer.write(feeds)
    }

    mutating func restore(from reader: inout StateReader) throws(StateError) {
        missing = try reader.read()
        feeds = try reader.readArray(count: feeds.count)
    }
}
