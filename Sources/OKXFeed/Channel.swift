import Exchanges
import Market

/// The channels of a symbol that the feed listens to.
enum Channel: Int, CaseIterable, Sendable {
    case ticker, trade, book, candle

    static let count = allCases.count

    /// The channel that a message of this kind is of.
    init?(_ kind: OKXMessageKind) {
        switch kind {
        case .ticker: self = .ticker
        case .trades: self = .trade
        case .book: self = .book
        case .candles: self = .candle
        case .subscribed, .unsubscribed, .refused, .notice, .unknown: return nil
        }
    }

    /// The exchange's name of it.
    var name: String {
        switch self {
        case .ticker: "tickers"
        case .trade: "trades"
        case .book: "books"
        case .candle: "candle1m"
        }
    }

    /// Whether it is on the connection of what the exchange computes.
    var isBusiness: Bool { self == .candle }

    /// What silence says of it: a book that stands still is told once a minute, and all begin with what
    /// there is.
    var limits: StreamLimits {
        switch self {
        case .book: StreamLimits(silenceSeconds: 150, beginsSoon: true)
        case .ticker: StreamLimits(silenceSeconds: 300, beginsSoon: true)
        case .trade, .candle: StreamLimits(silenceSeconds: nil, beginsSoon: false)
        }
    }
}
