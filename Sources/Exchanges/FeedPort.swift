import Messages

/// Where market data comes in: recorded or live, read when it is asked (pulled) or told when it happens
/// (pushed, `PushedFeed`). Nothing here waits.
///
/// What every feed promises is numbered in `FeedPromise`; each implementation runs through all of it.
public protocol FeedPort {
    /// What a person calls it.
    var name: String { get }
    /// Whether the market itself sets the pace. Such a feed can say that there is nothing now, and never
    /// tells the same again: a run in lockstep, which must be able to be played twice, takes none.
    var isLive: Bool { get }

    /// The next event, in order; that there is none now; or the end.
    mutating func next() throws -> FeedWord

    /// Candles before the first event, to warm up from, by time and symbol.
    var history: [Kline] { get }

    /// What could not be used so far, with places, for a person: the first of it, and all by number.
    var complaints: FeedComplaints { get }
}

extension FeedPort {
    /// The next event of recorded data, `nil` at its end.
    ///
    /// - Throws: `FeedPortError.live` where there is nothing now: only a live feed has that.
    public mutating func nextRecorded() throws -> MarketEvent? {
        switch try next() {
        case .event(let event): event
        case .nothing: throw FeedPortError.live(name)
        case .end: nil
        }
    }
}
