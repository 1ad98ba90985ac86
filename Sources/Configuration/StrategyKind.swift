import Market

/// A kind of strategy as the configuration knows it: its name, its family and what it is set by. Which
/// code it is, the catalogue of strategies knows.
public struct StrategyKind: Sendable, Hashable {
    /// As in files: "mean_reversion". At most 14 of the characters a-z, 0-9 and _.
    public let name: String
    public let family: StrategyFamily
    /// In the order in which they are shown.
    public let parameters: [StrategyParameter]
    /// Pairs of parameters of which the first must be below the second.
    public let rising: [[StrategyParameter]]

    public init(
        _ name: String, _ family: StrategyFamily, _ parameters: [StrategyParameter],
        rising: [[StrategyParameter]] = []
    ) {
        (self.name, self.family, self.parameters, self.rising) = (name, family, parameters, rising)
    }

    public static func == (a: StrategyKind, b: StrategyKind) -> Bool { a.name == b.name }
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
