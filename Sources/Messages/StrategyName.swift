import Market

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

    /// Their names as a Signal carries them, in the order of the catalogue: made once.
    public static let labels = all.map { ShortLabel(clipping: $0.name) }

    /// The strategy that a Signal names, or `nil`.
    public init?(label: ShortLabel) {
        guard let place = Self.labels.firstIndex(of: label) else { return nil }
        self = Self.all[place]
    }

    /// The place in a `StrategyTable`.
    public var int: Int { Int(rawValue) }
}
