/// How long an order stands, by the exchange's words: its `timeInForce`.
public enum PrintedOrderTerm: String, BitwiseCopyable, Sendable, Hashable {
    case untilCancelled = "GTC"
    case immediate = "IOC"
    case fillOrKill = "FOK"
    /// On futures: it rests, or is refused.
    case postOnly = "GTX"
    case untilDate = "GTD"
}
