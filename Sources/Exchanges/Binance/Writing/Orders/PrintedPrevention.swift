/// What happens where an account would trade with itself: its `selfTradePreventionMode`.
public enum PrintedPrevention: String, BitwiseCopyable, Sendable, Hashable {
    case none = "NONE"
    case expireTaker = "EXPIRE_TAKER"
    case expireMaker = "EXPIRE_MAKER"
    case expireBoth = "EXPIRE_BOTH"
}
