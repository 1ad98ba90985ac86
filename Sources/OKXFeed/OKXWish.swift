import Market

/// What the feed asks OKX for by HTTP.
enum OKXWish: Sendable, Hashable {
    case time
    case instruments
    /// Closed candles from this open time on, to warm up from; old ones lie elsewhere.
    case history(SymbolID, from: Timestamp, isOld: Bool)
    /// Closed candles from this open time on, which the channel did not tell.
    case candles(SymbolID, from: Timestamp)
    /// The candle of this open time as the exchange keeps it.
    case check(SymbolID, of: Timestamp)

    /// What goes first: less is sooner.
    var rank: Int {
        switch self {
        case .time: 0
        case .instruments: 1
        case .history: 2
        case .candles: 3
        case .check: 4
        }
    }

    /// Whom it is for.
    var symbol: SymbolID? {
        switch self {
        case .time, .instruments: nil
        case .history(let symbol, _, _), .candles(let symbol, _), .check(let symbol, _): symbol
        }
    }
}
