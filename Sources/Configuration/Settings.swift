import Market

/// Everything a run is configured by, resolved: defaults filled in, names turned into places in the
/// instrument table. Made from `safe_list.json` and `strata.json` by `SettingsLoader`.
public struct Settings: Sendable, Hashable {
    /// The trading profile's name (P12): "multi-pair" or "operational".
    public var profile: String = "multi-pair"
    public var market: MarketKind = .um
    /// Paper capital, USDT.
    public var capital: Money = Money(10_000)
    /// By symbol.
    public var symbols: [SymbolSettings] = []
    public var instruments = InstrumentTable([])
    /// By `StrategyID`.
    public var strategies = StrategyRegistration.documents
    public var limits = Limits()
    public var feed = FeedSettings()
    public var meta = MetaSettings()
    public var strategy = StrategySettings()
    public var tactic = TacticSettings()
    public var operational = OperationalSettings()
    public var risk = RiskSettings()
    public var paper = PaperSettings()

    public init() {}

    /// The settings of one symbol.
    public subscript(symbol: SymbolID) -> SymbolSettings { symbols[symbol.int] }

    /// A pair's weights before there are results, in the order of its strategies: its own has the primary
    /// one, the others share the rest.
    public func startWeights(of symbol: SymbolID, primary: Double) -> [Double] {
        let strategies = self[symbol].strategies
        let rest = (1 - primary) / Double(max(strategies.count - 1, 1))
        return strategies.map { strategy in
            instruments.strategies.name(strategy) == self[symbol].strategy ? primary : rest
        }
    }

    /// The longest candles on which any strategy reads any pair.
    public var slowestTimeframe: Timeframe {
        instruments.symbols.compactMap { timeframes(of: $0).first }.max() ?? tactic.timeframes.max() ?? .m1
    }

    /// The timeframes on which some strategy reads a pair, longest first.
    public func timeframes(of symbol: SymbolID) -> [Timeframe] {
        let registered = self[symbol].strategies.compactMap { strategies[$0.int].timeframe }
        return Timeframe.allCases.filter { tactic.timeframes.contains($0) || registered.contains($0) }
            .sorted(by: >)
    }
}
