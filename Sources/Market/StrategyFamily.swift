/// What kind of idea a strategy lives on: what is known of a market speaks for a family of them, not for one
/// with its parameters. The documents' three strategies give their families their names.
public enum StrategyFamily: UInt8, BitwiseCopyable, Sendable, Hashable, CaseIterable {
    /// Goes with a trend.
    case momentum
    /// Bets on the way back to a mean.
    case meanReversion
    /// Bets on the way out of a range.
    case breakout
    /// Earns what holding a position pays: funding.
    case carry
    /// Holds one market against another.
    case relativeValue
    /// Reads the shapes of candles.
    case pattern
    /// Was taught by data: a model, an agent.
    case learned

    /// All of them, listed once: `allCases` makes a new array at each call.
    public static let all = allCases

    /// As on the wire.
    public var wireName: StaticString {
        switch self {
        case .momentum: "momentum"
        case .meanReversion: "mean_reversion"
        case .breakout: "breakout"
        case .carry: "carry"
        case .relativeValue: "relative_value"
        case .pattern: "pattern"
        case .learned: "learned"
        }
    }
}
