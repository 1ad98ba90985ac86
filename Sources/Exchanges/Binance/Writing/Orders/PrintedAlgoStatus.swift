/// How far a conditional order is, by the exchange's words.
public enum PrintedAlgoStatus: String, BitwiseCopyable, Sendable, Hashable {
    case new = "NEW"
    case triggering = "TRIGGERING"
    case triggered = "TRIGGERED"
    case finished = "FINISHED"
    case cancelled = "CANCELED"
    case rejected = "REJECTED"
    case expired = "EXPIRED"

    /// Whether it still waits for its price.
    public var isWaiting: Bool { self == .new }
}
