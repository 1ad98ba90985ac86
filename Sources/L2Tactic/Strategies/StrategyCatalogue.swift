import Configuration

/// The kinds of strategies that there are, the documents' own first. A new one is its file and a line here.
public struct StrategyCatalogue: Sendable {
    /// Those that Strata ships.
    public static let shipped = StrategyCatalogue([
        Momentum.self,
        MeanReversion.self,
        Breakout.self,
    ])

    private let types: [any Strategy.Type]
    /// The kinds, for those who read files.
    public let kinds: [StrategyKind]

    public init(_ types: [any Strategy.Type]) {
        self.types = types
        kinds = types.map { $0.kind }
    }

    /// The same with more behind them.
    public func adding(_ more: [any Strategy.Type]) -> StrategyCatalogue { StrategyCatalogue(types + more) }

    /// An empty pool of each kind, in the order of the catalogue.
    var pools: [any StrategyPool] { types.map { Self.pool(of: $0) } }

    /// The place of a kind; `nil` where the catalogue has none of this name.
    func place(of kind: String) -> Int? { kinds.firstIndex { $0.name == kind } }

    private static func pool<S: Strategy>(of type: S.Type) -> any StrategyPool { TypedPool<S>() }
}
