/// Why the exchange ended an order, in spot's words.
public enum PrintedExpiry: String, BitwiseCopyable, Sendable, Hashable {
    case none = ""
    case rejected = "REJECTED"
    case otherLeg = "OCO_TRIGGER"
    case firstPhase = "OTO_PHASE_ONE_EXPIRED"
    case immediateRest = "UNFILLED_IOC_QUANTITY_EXPIRED"
    case notAtOnce = "UNFILLED_FOK_ORDER_EXPIRED"
    case noLiquidity = "INSUFFICIENT_LIQUIDITY"

    /// Futures' number for it.
    public var number: Int64 {
        switch self {
        case .immediateRest, .noLiquidity: 2
        default: 0
        }
    }
}
