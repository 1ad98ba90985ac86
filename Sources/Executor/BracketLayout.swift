/// How a stop and a target are laid on a market.
public enum BracketLayout: Sendable {
    /// Side by side, each an order that only makes a position smaller: futures.
    case apart
    /// As one list, whose orders set aside once what they sell: spot. What rests must go before something
    /// else can be sold.
    case together

    /// How many stops a pair may have.
    var mostStops: Int {
        switch self {
        case .apart: .max
        // The exchange's filter MAX_NUM_ALGO_ORDERS.
        case .together: 5
        }
    }
}
