import Market

/// A row for each strategy of each pair: the form of whatever a level keeps of them.
public struct StrategyRows: Sendable {
    /// By row.
    public let strategies: [StrategyID]
    /// The first row of each symbol, and the end of the last.
    private let firsts: [Int]

    public init(_ settings: Settings) {
        strategies = settings.symbols.flatMap(\.strategies)
        firsts = settings.symbols.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.strategies.count) }
    }

    /// How many rows there are.
    public var count: Int { strategies.count }

    /// The rows of a symbol of the run.
    public func rows(of symbol: SymbolID) -> Range<Int> { firsts[symbol.int]..<firsts[symbol.int + 1] }

    /// The row of a strategy on a symbol; `nil` where it doesn't read it.
    public func row(of symbol: SymbolID, _ strategy: StrategyID) -> Int? {
        guard symbol.int < firsts.count - 1 else { return nil }
        return rows(of: symbol).first { strategies[$0] == strategy }
    }
}
