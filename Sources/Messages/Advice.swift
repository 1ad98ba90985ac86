/// Buy, sell or hold, as the multi-pair document's signals say it.
public enum Advice: UInt8, WireName {
    case hold
    case buy
    case sell

    public var wireName: StaticString {
        switch self {
        case .hold: "hold"
        case .buy: "buy"
        case .sell: "sell"
        }
    }

    /// The word in a log.
    public var word: StaticString {
        switch self {
        case .hold: "HOLD"
        case .buy: "BUY"
        case .sell: "SELL"
        }
    }
}
