import Market

/// What a stream tells.
enum StreamKind: Sendable, Hashable {
    case trade
    case aggregate
    case candle(KlineInterval, offset: TimeSpan)
    /// The candles of a pair's perpetual contract, by the contract's name.
    case continuous(KlineInterval)
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
        case .continuous: 250
        case .candle(let interval, _): market == .um ? 250 : interval == .s1 ? 1000 : 2000
        case .miniTicker, .ticker: market == .um && !isForAll ? 2000 : 1000
        case .window, .averagePrice: 1000
        case .bookTicker: isForAll && market == .um ? 5000 : nil
        case .depth(let period), .levels(_, let period), .markPrice(let period): period
        }
    }

    /// The length of the candles that it tells, and how far they are shifted.
    var candles: (interval: KlineInterval, offset: TimeSpan)? {
        switch self {
        case .candle(let interval, let offset): (interval, offset)
        case .continuous(let interval): (interval, TimeSpan(nanoseconds: 0))
        default: nil
        }
    }

    /// Whether those are told as a contract's.
    var isContinuous: Bool { if case .continuous = self { true } else { false } }

    /// Whether futures serve it on /public; all others flow on /market.
    var isPublic: Bool {
        switch self {
        case .trade, .bookTicker, .depth, .levels: true
        default: false
        }
    }
}
