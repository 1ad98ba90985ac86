import Exchanges
import Market
import Messages

/// What the feed handler knows of one symbol.
public struct SymbolFeed: BitwiseCopyable, Sendable {
    /// Event time of the newest event.
    var lastEvent = Timestamp.zero
    /// Events passed on, holes seen, events dropped as doubled or out of order.
    package var received: UInt64 = 0
    package var gaps: UInt64 = 0
    package var dropped: UInt64 = 0
    /// Messages published: the multi-pair document's count per symbol.
    public internal(set) var published: UInt64 = 0
    /// Price of the newest trade, else close of the newest candle; zero before either.
    package var lastPrice = Price.zero
    var seenTrades = SeenIDs()
    var lastUpdateID: Int64 = -1
    /// One bit per timeframe whose newest candle came after a hole.
    var holes: UInt8 = 0
    /// The book is worthless until the next snapshot.
    var bookLost = false
    var isStale = false
    /// Trades or quotes come, so that the shorter staleness holds.
    var hasTicks = false
    /// Quotes come, so that candles make no tickers.
    var hasQuotes = false
    /// Candles of a minute come, so that none are built.
    var hasCandles = false
    /// The stale timer is set.
    var isWatched = false
    /// What `feed_health` said last.
    package var said: FeedState?

    package init() {}

    /// How healthy the symbol's data is now.
    package var state: FeedState {
        if isStale { return .stale }
        return holes != 0 || bookLost ? .gap : .live
    }

    func health(_ symbol: SymbolID, _ state: FeedState) -> FeedHealth {
        var health = FeedHealth()
        health.symbol = symbol
        health.state = state
        health.lastEvent = lastEvent
        health.received = received
        health.gaps = gaps
        health.duplicates = dropped
        return health
    }
}
