import Market
import Wire

/// A candle on which L2 could not decide: for people, so that silence at the start explains itself.
@frozen public struct Skipped: MessageFields {
    /// The pair, as in "BTC/USDT".
    public var symbol: SymbolID = SymbolID.none
    /// Length of the candle.
    public var timeframe: Timeframe = Timeframe.m5
    /// Why.
    public var reason: Reason = Reason()

    public init() {}

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.symbol("symbol", &symbol, "the pair, as in \"BTC/USDT\"")
        try visitor.choice("timeframe", &timeframe, "length of the candle")
        try reason.visit(with: &visitor)
    }
}
