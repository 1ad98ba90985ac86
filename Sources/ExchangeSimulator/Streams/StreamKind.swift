import Market

/// What a stream tells.
enum StreamKind: Sendable, Hashable {
    case trade
    case aggregate
    case candle(KlineInterval, offset: TimeSpan)
    case miniTicker
    case ticker
    /// Statistics of a shorter window.
    case window(KlineInterval)
    case bookTicker
    /// Changes of the book, and so often, milliseconds.
    case depth(every: Int64)
    /// The best levels of the book.
    case levels(Int, every: Int64)
    case averagePrice
    case markPrice(every: Int64)
    /// Accepted, and never anything to tell: liquidations and what is like them.
    case silent

    /// How often it tells, milliseconds; `nil` where it tells when something happens.
    func period(_ market: MarketKind, isForAll: Bool) -> Int64? {
        switch self {
        case .trade, .aggregate, .silent: nil
        case .candle(let interval, _): market == .um ? 250 : interval == .s1 ? 1000 : 2000
        case .miniTicker, .ticker: market == .um && !isForAll ? 2000 : 1000
        case .window, .averagePrice: 1000
        case .bookTicker: isForAll && market == .um ? 5000 : nil
        case .depth(let period), .levels(_, let period), .markPrice(let period): period
        }
    }

    /// Whether futures serve it on /public; all others flow on /market.
    var isPublic: Bool {
        switch self {
        case .trade, .bookTicker, .depth, .levels: true
        default: false
        }
    }
}
