import Market

/// What the feed asks the exchange for by HTTP.
enum Wish: Sendable, Hashable {
    case time
    case symbols
    /// Closed candles from this open time on, to warm up from.
    case history(SymbolID, from: Timestamp)
    /// Closed candles from this open time on, which the stream did not tell.
    case candles(SymbolID, from: Timestamp)
    /// Aggregate trades from this id up to the other, which the stream did not tell.
    case trades(SymbolID, from: Int64, to: Int64)
    case snapshot(SymbolID)
    /// The candle of this open time as the exchange keeps it.
    case check(SymbolID, of: Timestamp)

    /// What goes first: less is sooner.
    var rank: Int {
        switch self {
        case .time: 0
        case .symbols: 1
        case .history: 2
        case .candles: 3
        case .trades: 4
        case .snapshot: 5
        case .check: 6
        }
    }

    /// Whom it is for.
    var symbol: SymbolID? {
        switch self {
        case .time, .symbols: nil
        case .history(let symbol, _), .candles(let symbol, _), .check(let symbol, _): symbol
        case .trades(let symbol, _, _): symbol
        case .snapshot(let symbol): symbol
        }
    }
}
