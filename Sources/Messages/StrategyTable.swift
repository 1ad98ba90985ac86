/// One number per strategy.
@frozen public struct StrategyTable: BitwiseCopyable, Sendable {
    /// How many strategies a message has room for: with more, `Message` would outgrow 128 bytes.
    public static let capacity = 7
    private var values: [7 of Double]

    public init(repeating value: Double = 0) { values = .init(repeating: value) }

    /// The number of one strategy.
    public subscript(strategy: StrategyName) -> Double {
        get { values.span[strategy.int] }
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
