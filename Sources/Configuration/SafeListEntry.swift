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
    mutating func visit<V: KeyVisitor>(with visitor: inout V, knownStrategies: [String]) {
        visitor.flag("enabled", &enabled)
        visitor.choice("tier", &tier)
        visitor.name("strategy", &strategy, of: knownStrategies)
        visitor.integer("leverage", &leverage, 1...125)
        visitor.amount("max_position_size_usd", &maxPosition, Money.positiveSettings)
        visitor.number("slippage_bps", &slippageBps, 0...10_000)
        visitor.number("spread_bps", &spreadBps, 0...10_000)
        visitor.number("atr_multiplier", &atrMultiplier, 0.1...100)
        var params = parameters
        visitor.section("params") { params.visit(with: &$0) }
        parameters = params
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
