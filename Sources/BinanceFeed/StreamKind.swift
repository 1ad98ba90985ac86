import Exchanges

/// The streams of a symbol that the feed listens to.
enum StreamKind: Int, CaseIterable, Sendable {
    case ticker, trade, candle, depth, mark

    static let count = allCases.count

    /// The stream that a message of this kind is of.
    init?(_ kind: StreamMessageKind) {
        switch kind {
        case .ticker: self = .ticker
        case .trade, .aggregateTrade: self = .trade
        case .kline: self = .candle
        case .depth: self = .depth
        case .markPrice: self = .mark
        case .reply, .shutdown, .unknown: return nil
        }
    }

    /// What stands behind the symbol in the stream's name.
    func suffix(singleTrades: Bool) -> String {
        switch self {
        case .ticker: "@bookTicker"
        case .trade: singleTrades ? "@trade" : "@aggTrade"
        case .candle: "@kline_1m"
        case .depth: "@depth@100ms"
        case .mark: "@markPrice@1s"
        }
    }

    /// How long it may tell nothing once it told something, in seconds; `nil` where silence is nothing
    /// unusual: nobody trades, and a quote that stands is not told again.
    var silenceSeconds: Int64? {
        switch self {
        case .mark: 15
        case .ticker, .depth: 300
        case .trade, .candle: nil
        }
    }

    /// Whether it tells something soon after it was subscribed to, whatever the market does.
    var beginsSoon: Bool { self != .trade && self != .candle }

    /// The connection that carries it.
    func route(singleTrades: Bool) -> Route {
        switch self {
        case .ticker, .depth: .publicStreams
        case .trade: singleTrades ? .publicStreams : .marketStreams
        case .candle, .mark: .marketStreams
        }
    }

    /// What silence says of it.
    var limits: StreamLimits { StreamLimits(silenceSeconds: silenceSeconds, beginsSoon: beginsSoon) }
}
