import Market
import Wire

/// Why one strategy voted as it did in the decision that a signal follows from; it comes before its plan.
@frozen public struct StrategyReasoning: MessageFields {
    /// The signal that the decision led to.
    public var signalID: Label = Label()
    /// The pair, as in "BTC/USDT".
    public var symbol: SymbolID = SymbolID.none
    /// Name of the strategy.
    public var strategy: StrategyID = StrategyID.momentum
    /// What it advised.
    public var advice: Advice = Advice.hold
    /// Length of the candles that it read.
    public var timeframe: Timeframe = Timeframe.m5
    /// How sure it was, 0 to 1.
    public var confidence: Double = 0.0
    /// Its weight in the decision: L4's share times L3's factor.
    public var weight: Double = 0.0
    /// What it saw.
    public var reasoning: Reasoning = Reasoning()

    public init() {}

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.text("signal_id", &signalID, "the signal that the decision led to")
        try visitor.symbol("symbol", &symbol, "the pair, as in \"BTC/USDT\"")
        try visitor.strategy("strategy", &strategy, "name of the strategy")
        try visitor.choice("signal_type", &advice, "what it advised")
        try visitor.choice("timeframe", &timeframe, "length of the candles that it read")
        try visitor.number("confidence", &confidence, "how sure it was, 0 to 1")
        try visitor.number("weight", &weight, "its weight in the decision: L4's share times L3's factor")
        try reasoning.visit(with: &visitor)
    }
}
