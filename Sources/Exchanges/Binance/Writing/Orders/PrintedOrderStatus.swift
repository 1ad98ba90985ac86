/// How far an order is, by the exchange's words.
public enum PrintedOrderStatus: String, BitwiseCopyable, Sendable, Hashable {
    case new = "NEW"
    case pendingNew = "PENDING_NEW"
    case partiallyFilled = "PARTIALLY_FILLED"
    case filled = "FILLED"
    case cancelled = "CANCELED"
    case rejected = "REJECTED"
    case expired = "EXPIRED"
    case expiredInMatch = "EXPIRED_IN_MATCH"

    /// Whether nothing more comes of it.
    public var isFinal: Bool {
        switch self {
        case .new, .pendingNew, .partiallyFilled: false
        default: true
        }
    }
}
