import Market

/// One number per family of strategies; NaN where nothing is said of it.
@frozen public struct FamilyTable: BitwiseCopyable, Sendable {
    private var values: [7 of Double]

    public init(repeating value: Double = .nan) { values = .init(repeating: value) }

    /// The number of one family.
    public subscript(family: StrategyFamily) -> Double {
        get { values.span[Int(family.rawValue)] }
        set { values[Int(family.rawValue)] = newValue }
    }
}

extension FamilyTable: Hashable {
    public static func == (a: FamilyTable, b: FamilyTable) -> Bool {
        StrategyFamily.all.allSatisfy { a[$0].bitPattern == b[$0].bitPattern }
    }
    public func hash(into hasher: inout Hasher) {
        for family in StrategyFamily.all { hasher.combine(self[family].bitPattern) }
    }
}
