import Market
import Wire

/// How complete and fresh the market data of one symbol is.
@frozen public struct FeedHealth: MessageFields {
    /// The pair, as in "BTC/USDT".
    public var symbol: SymbolID = SymbolID.none
    /// Live, stale, gap, ended or ceased.
    public var state: FeedState = FeedState.live
    /// Event time of the newest event, ns.
    public var lastEvent: Timestamp = Timestamp.zero
    /// Silence after which the symbol is stale, s; NaN where it is not told.
    public var staleAfter: Double = Double.nan
    /// Events since the start.
    public var received: UInt64 = 0
    /// Holes seen between events.
    public var gaps: UInt64 = 0
    /// Events dropped as doubled or out of order.
    public var duplicates: UInt64 = 0

    public init() {}

    /// That the pair's data is over, with the time of its last event, seconds since 1970.
    public var end: Reason { Reason(.dataCeased, found: Double(lastEvent.nanoseconds) / 1e9) }

    /// Whether nothing may be entered on this data.
    public var isStale: Bool { state == .stale || state == .ended || state == .ceased }

    /// Why nothing is entered on this data at a moment: its age and the limit, s. After the end of the data
    /// the age says nothing.
    public func refusal(at time: Timestamp) -> Reason {
        if state == .ceased { return end }
        guard state == .stale, lastEvent != .zero else { return Reason(.feedStale) }
        return Reason(.feedStale, found: (time - lastEvent).seconds, limit: staleAfter)
    }

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.symbol("symbol", &symbol, "the pair, as in \"BTC/USDT\"")
        try visitor.choice(
            "state", &state,
            "live, stale, gap, ended, or ceased: this pair's data is over, that of others goes on")
        try visitor.time("last_event", &lastEvent, "event time of the newest event, ns")
        try visitor.number(
            "stale_after", &staleAfter, .optional, "silence after which the symbol is stale, s")
        try visitor.integer("received", &received, "events since the start")
        try visitor.integer("gaps", &gaps, "holes seen between events")
        try visitor.integer("duplicates", &duplicates, "events dropped as doubled or out of order")
    }
}
