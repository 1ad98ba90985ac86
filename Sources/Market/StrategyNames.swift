/// The strategies of a run by their places: the documents' own three, then what the user registered.
public struct StrategyNames: Sendable, Hashable {
    /// The names on the wire, each once: "momentum", "ema_cross:15m".
    public let names: [String]
    /// The same as a Signal carries them.
    public let labels: [StrategyLabel]

    /// The most strategies of a run.
    public static let limit = 1024
    /// The documents' own alone.
    public static let documents = StrategyNames(["momentum", "mean_reversion", "breakout"])

    public init(_ names: [String]) {
        self.names = names
        labels = names.map { StrategyLabel(clipping: $0) }
    }

    /// How many there are.
    public var count: Int { names.count }
    /// All of them, in order.
    public var ids: [StrategyID] { names.indices.map { StrategyID($0) } }

    /// Whether the id is a place in this table.
    public func contains(_ strategy: StrategyID) -> Bool { strategy.int < names.count }

    /// The name on the wire; "-" where the table has none.
    public func name(_ strategy: StrategyID) -> String { contains(strategy) ? names[strategy.int] : "-" }

    /// Finds a strategy by its name.
    public func strategy(named name: String) -> StrategyID? {
        names.firstIndex(of: name).map { StrategyID($0) }
    }

    /// Finds the strategy that a Signal names.
    public func strategy(labelled label: StrategyLabel) -> StrategyID? {
        labels.firstIndex(of: label).map { StrategyID($0) }
    }
}
