import Messages

/// What may be missing while the rest goes on.
public enum Loss: Hashable, BitwiseCopyable, Sendable {
    /// A process is not heard any more: killed, hung or cut off.
    case gone(ProcessRank)
    /// The market data of a pair is too old to be traded on.
    case staleData

    /// What a person calls it.
    public var name: String {
        switch self {
        case .gone(.venue): "the venue does not answer"
        case .gone(let rank): "`\(rank.name)` is gone"
        case .staleData: "a pair's market data is stale"
        }
    }
}
