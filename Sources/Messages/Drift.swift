import Market
import Wire

/// A change in the market or in a strategy's results that the past does not explain.
@frozen public struct Drift: MessageFields {
    /// The pair, as in "BTC/USDT".
    public var symbol: SymbolID = SymbolID.none
    /// Name of the strategy.
    public var strategy: StrategyID = StrategyID.momentum
    /// True while the drift lasts.
    public var active: Bool = false
    /// The detector's statistic.
    public var statistic: Double = 0.0
    /// The value above which it is drift.
    public var threshold: Double = 0.0
    /// Which way it went.
    public var reason: Reason = Reason()

    public init() {}

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.symbol("symbol", &symbol, "the pair, as in \"BTC/USDT\"")
        try visitor.strategy("strategy", &strategy, "name of the strategy")
        try visitor.flag("active", &active, "true while the drift lasts")
        try visitor.number("statistic", &statistic, "the detector's statistic")
        try visitor.number("threshold", &threshold, "the value above which it is drift")
        try reason.visit(with: &visitor)
    }
}
