/// Which of a contract's positions an order is for.
public enum PrintedPositionSide: String, BitwiseCopyable, Sendable, Hashable, CaseIterable {
    case both = "BOTH"
    case long = "LONG"
    case short = "SHORT"
}
