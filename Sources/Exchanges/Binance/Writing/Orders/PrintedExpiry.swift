/// Why the exchange ended an order, in spot's words.
public enum PrintedExpiry: String, BitwiseCopyable, Sendable, Hashable {
    case none = ""
    case rejected = "REJECTED"
    case otherLeg = "OCO_TRIGGER"
    case firstPhase = "OTO_PHASE_ONE_EXPIRED"
    case immediateRest = "UNFILLED_IOC_QUANTITY_EXPIRED"
    case notAtOnce = "UNFILLED_FOK_ORDER_EXPIRED"
    case noLiquidity = "INSUFFICIENT_LIQUIDITY"
    /// Those of futures, which have numbers for them.
    case knockedOut = "4"
    case liquidation = "5"

    /// Futures' number for it.
    public var number: Int64 {
        switch self {
        case .immediateRest, .noLiquidity: 2
        case .knockedOut: 4
        case .liquidation: 5
        default: 0
        }
    }
}
