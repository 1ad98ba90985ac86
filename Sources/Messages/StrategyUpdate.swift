import Market
import Wire

/// What L4 decided for one strategy on one symbol: its weight, the risk thresholds and the execution rules.
/// Lower levels obey it within their hard limits.
@frozen public struct StrategyUpdate: MessageFields {
    /// The pair, as in "BTC/USDT".
    public var symbol: SymbolID = SymbolID.none
    /// Name of the strategy.
    public var strategy: StrategyID = StrategyID.momentum
    /// Share of the symbol's risk, 0 to 1.
    public var weight: Double = 0.0
    /// Share before this update.
    public var previousWeight: Double = 0.0
    /// Decayed Sharpe ratio per trade.
    public var score: Double = Double.nan
    /// Decayed drawdown of the strategy, fraction of its risk.
    public var drawdown: Double = Double.nan
    /// Decayed number of trades behind the score.
    public var trades: Double = 0.0
    /// Factor on the risk of new entries, 0 to 1.
    public var riskScale: Double = 1.0
    /// Smallest confidence of a signal, 0 to 1.
    public var minConfidence: Double = 0.6
    /// Execution rule: widest spread, bps.
    public var maxSpreadBps: Double = 15.0
    /// Execution rule: largest expected slippage, bps.
    public var maxSlippageBps: Double = 50.0
    /// Why the weight moved.
    public var reason: Reason = Reason()

    public init() {}

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.symbol("symbol", &symbol, "the pair, as in \"BTC/USDT\"")
        try visitor.strategy("strategy", &strategy, "name of the strategy")
        try visitor.share("weight", &weight, .required, "share of the symbol's risk")
        try visitor.share("previous_weight", &previousWeight, .required, "share before this update")
        try visitor.number("score", &score, .optional, "decayed Sharpe ratio per trade")
        try visitor.number(
            "drawdown", &drawdown, .optional, "decayed drawdown of the strategy, fraction of its risk")
        try visitor.number("trades", &trades, "decayed number of trades behind the score")
        try visitor.share("risk_scale", &riskScale, .required, "factor on the risk of new entries")
        try visitor.share("min_confidence", &minConfidence, .required, "smallest confidence of a signal")
        try visitor.number("max_spread_bps", &maxSpreadBps, "execution rule: widest spread, bps")
        try visitor.number(
            "max_slippage_bps", &maxSlippageBps, "execution rule: largest expected slippage, bps")
        try reason.visit(with: &visitor)
    }
}
