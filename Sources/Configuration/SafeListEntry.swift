import Market

/// One pair of `safe_list.json` as it stands there, switched on or off.
public struct SafeListEntry: Sendable, Hashable {
    /// "BTC/USDT".
    public var name: String
    public var enabled = true
    public var tier = Tier.stable
    /// Wire name of the pair's own strategy.
    public var strategy = ""
    public var leverage = 1
    /// Largest position, USDT.
    public var maxPosition = Money(300)
    public var parameters = StrategyParameters()
    /// What else of `params` sets the pair's own strategy, where that is none of the documents'.
    public var ownParameters = ParameterValues()
    /// What is registered for the pair beside its own strategy.
    public var registrations: [StrategyEntry] = []
    /// Largest slippage and assumed spread, bps, and factor on the ATR: the tier's where they are `nil`.
    public var slippageBps: Double?
    public var spreadBps: Double?
    public var atrMultiplier: Double?

    /// An entry of defaults.
    public init(name: String) { self.name = name }

    /// "BTC".
    public var asset: String { String(name.prefix { $0 != "/" }) }
}

extension SafeListEntry {
    /// Lists the keys of an entry.
    mutating func visit<V: KeyVisitor>(with visitor: inout V, kinds: [StrategyKind]) {
        visitor.flag("enabled", &enabled)
        visitor.choice("tier", &tier)
        visitor.name("strategy", &strategy, of: kinds.map(\.name))
        visitor.integer("leverage", &leverage, 1...125)
        visitor.amount("max_position_size_usd", &maxPosition, Money.positiveSettings)
        visitor.number("slippage_bps", &slippageBps, 0...10_000)
        visitor.number("spread_bps", &spreadBps, 0...10_000)
        visitor.number("atr_multiplier", &atrMultiplier, 0.1...100)
        var (params, own) = (parameters, ownParameters)
        let specs = own.ownParameters(of: kinds.first { $0.name == strategy })
        visitor.section("params") { inner in
            params.visit(with: &inner)
            own.visit(specs, with: &inner)
        }
        (parameters, ownParameters) = (params, own)
        visitor.items("strategies", &registrations, 0...StrategyCheck.perPair, StrategyEntry()) {
            $0.visit(with: &$1, kinds: kinds)
        }
    }
}

extension ParameterValues {
    /// What a pair's own strategy is set by beyond the documents' `params`.
    fileprivate func ownParameters(of kind: StrategyKind?) -> [StrategyParameter] {
        guard let kind else { return asParameters }
        let documented = StrategyParameters().values.rows.map(\.name)
        return kind.parameters.filter { !documented.contains($0.name) }
    }
}

extension StrategyParameters {
    /// The lengths that an indicator's window can have (a test holds them against `Period`'s).
    public static let periods = 2...256

    /// Lists the `params` of a strategy under the document's names.
    mutating func visit<V: KeyVisitor>(with visitor: inout V) {
        visitor.integer("rsi_period", &rsiPeriod, Self.periods)
        visitor.number("rsi_oversold", &rsiOversold, 0...100)
        visitor.number("rsi_overbought", &rsiOverbought, 0...100)
        visitor.integer("bb_period", &bbPeriod, Self.periods)
        visitor.number("bb_std", &bbStd, 0.1...10)
        visitor.integer("ma_fast", &maFast, Self.periods)
        visitor.integer("ma_slow", &maSlow, Self.periods)
        visitor.integer("lookback", &lookback, Self.periods)
        visitor.integer("atr_period", &atrPeriod, Self.periods)
    }
}
