/// Which price a conditional order looks at.
public enum PrintedWorkingType: String, BitwiseCopyable, Sendable, Hashable {
    case last = "CONTRACT_PRICE"
    case mark = "MARK_PRICE"
}
