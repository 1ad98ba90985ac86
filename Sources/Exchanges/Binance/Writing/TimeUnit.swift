import Market

/// In what the exchange writes moments: spot tells microseconds to whoever asks for them.
public enum TimeUnit: BitwiseCopyable, Sendable, Hashable {
    case millisecond
    case microsecond

    /// Reads "MICROSECOND" or "microsecond"; `nil` where it is neither unit.
    public init?(_ text: some StringProtocol) {
        switch text {
        case "MILLISECOND", "millisecond": self = .millisecond
        case "MICROSECOND", "microsecond": self = .microsecond
        default: return nil
        }
    }

    /// A moment as a whole number.
    public func count(_ time: Timestamp) -> Int64 {
        switch self {
        case .millisecond: time.milliseconds
        case .microsecond: time.nanoseconds / 1000
        }
    }
}
