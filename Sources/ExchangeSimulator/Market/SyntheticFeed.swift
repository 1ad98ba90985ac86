import Exchanges
import Market
import Messages

/// A market that is made up from a seed: minutes without end, each pair's price on a walk of its own, with
/// moves near to normal; how much is traded goes with how far the price went.
public struct SyntheticFeed: FeedPort {
    /// What a person calls it.
    public let name: String
    /// It tells the same whenever it is read.
    public var isLive: Bool { false }
    /// Minutes before the first event.
    public let history: [Kline]
    /// It makes no mistakes.
    public var complaints: FeedComplaints { FeedComplaints() }

    private var walks: [PriceWalk]
    private var minute: Timestamp
    private var place = 0

    /// A market of these pairs, each from its price on, whose first event is the minute that begins at or
    /// before a time.
    ///
    /// - Parameter minutes: how many are told as history, before that.
    public init(
        _ pairs: [(instrument: Instrument, price: Price)], seed: UInt64, from start: Timestamp,
        history minutes: Int = 1500
    ) {
        name = "a market made up from seed \(seed)"
        walks = pairs.enumerated().map {
            PriceWalk(SymbolID($0), $1.instrument, at: $1.price, seed: seed)
        }
        let first = start.floor(to: .minutes(1))
        minute = first - .minutes(Int64(max(0, minutes)))
        var told: [Kline] = []
        while minute < first {
            for place in walks.indices { told.append(walks[place].next(minute)) }
            minute = minute + .minutes(1)
        }
        history = told
    }

    /// The next minute of the next pair.
    public mutating func next() -> FeedWord {
        guard !walks.isEmpty else { return .end }
        let kline = walks[place].next(minute)
        place += 1
        if place == walks.count { (place, minute) = (0, minute + .minutes(1)) }
        return .event(MarketEvent(.kline(kline), at: kline.closeTime))
    }
}
