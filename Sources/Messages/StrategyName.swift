/// The catalogue of strategies: a new one is a case here, its wire name, and its file in L2Tactic
/// (the compiler asks for the rest).
public enum StrategyName: UInt8, WireName {
    case momentum
    case meanReversion
    case breakout

    public var wireName: StaticString {
        switch self {
        case .momentum: "momentum"
        case .meanReversion: "mean_reversion"
        case .breakout: "breakout"
        }
    }

    /// All of them, listed once: `allCases` makes a new array at each call.
    public static let all = allCases

    /// The place in a `StrategyTable`.
    public var int: Int { Int(rawValue) }
}
