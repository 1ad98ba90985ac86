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

/// One number per strategy.
@frozen public struct StrategyTable: BitwiseCopyable, Sendable {
    /// How many strategies a message has room for: with more, `Message` would outgrow 128 bytes.
    public static let capacity = 7
    private var values: [7 of Double]

    public init(repeating value: Double = 0) { values = .init(repeating: value) }

    /// The number of one strategy.
    public subscript(strategy: StrategyName) -> Double {
        get { values[strategy.int] }
        set { values[strategy.int] = newValue }
    }

    /// The sum over all strategies of the catalogue.
    public var sum: Double { StrategyName.all.reduce(0) { $0 + self[$1] } }

    /// The strategy with the largest absolute value; the first of equals.
    public var strongest: StrategyName {
        StrategyName.all.dropFirst().reduce(.momentum) { abs(self[$1]) > abs(self[$0]) ? $1 : $0 }
    }
}

extension StrategyTable: Hashable {
    public static func == (a: StrategyTable, b: StrategyTable) -> Bool {
        StrategyName.all.allSatisfy { a[$0] == b[$0] }
    }
    public func hash(into hasher: inout Hasher) {
        for strategy in StrategyName.all { hasher.combine(self[strategy]) }
    }
}
