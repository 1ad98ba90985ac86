import Market
import Wire

/// A candle's close on which L2 sent no signal: for people, so that silence explains itself. Said when the
/// advice or the reason is another than at the close before.
@frozen public struct Skipped: MessageFields {
    /// The pair, as in "BTC/USDT".
    public var symbol: SymbolID = SymbolID.none
    /// Length of the candle.
    public var timeframe: Timeframe = Timeframe.m5
    /// What the strategies together advised.
    public var advice: Advice = Advice.hold
    /// Their confidence, 0 to 1; 0 where nothing is advised.
    public var confidence: Double = 0.0
    /// Why no signal was sent; "none" where there is nothing to do.
    public var reason: Reason = Reason()

    public init() {}

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.symbol("symbol", &symbol, "the pair, as in \"BTC/USDT\"")
        try visitor.choice("timeframe", &timeframe, "length of the candle")
        try visitor.choice("signal_type", &advice, .optional, "what the strategies together advised")
        try visitor.number("confidence", &confidence, .optional, "their confidence, 0 to 1")
        try reason.visit(with: &visitor)
    }
}
