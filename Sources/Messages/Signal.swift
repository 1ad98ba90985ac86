import Market
import Wire

/// A decision to trade, as the L1 document writes it. What its examples leave out is optional.
@frozen public struct Signal: MessageFields {
    /// The signal's id; orders are named after it.
    public var signalID: Label = Label()
    /// Who decided.
    public var strategyID: StrategyLabel = StrategyLabel()
    /// The sender's own time, seconds since 1970; may be 0, the header's time is the one that counts.
    public var timestamp: Double = 0
    /// Quantity, base asset.
    public var quantity: Quantity = .zero
    /// Limit price, USDT.
    public var price: Price = .absent
    /// Stop price, USDT; the safety rules refuse an entry without it.
    public var stopLoss: Price = .absent
    /// Confidence, 0 to 1; NaN where it is not known.
    public var confidence: Double = .nan
    /// The market's regime in the sender's words.
    public var regime: ShortLabel = ShortLabel()
    /// Correlation of BTC and ETH as the sender sees it; NaN where it is not known.
    public var correlation: Double = .nan
    // The small ones stand together: the struct has no room for padding.
    /// The pair, as in "BTC/USDT".
    public var symbol: SymbolID = .none
    /// Buy or sell.
    public var side: Side = .buy
    /// Market or limit.
    public var orderType: OrderType = .market
    /// Set by who read it, and said nowhere: it could not be read, and all but its names is missing.
    public var isMalformed = false

    public init() {}

    /// What the sender's own time may be: up to where nanoseconds since 1970 end.
    public static let timestamps = 0.0...9_223_372_036
    /// What confidence and correlation may be.
    public static let confidences = 0.0...1
    public static let correlations = -1.0...1

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.text("signal_id", &signalID, "the signal's id; orders are named after it")
        try visitor.text("strategy_id", &strategyID, .optional, "who decided")
        try visitor.number(
            "timestamp", &timestamp, in: Self.timestamps, .optional,
            "the sender's own time, s since 1970; may be 0")
        try visitor.symbol("symbol", &symbol, "the pair, as in \"BTC/USDT\"")
        try visitor.choice("side", &side, "buy or sell")
        try visitor.positive("qty", &quantity, "quantity, base asset")
        try visitor.choice("order_type", &orderType, .optional, "market or limit")
        try visitor.positive("price", &price, .optional, "limit price, USDT")
        try visitor.positive("stop_loss", &stopLoss, .optional, "stop price, USDT; refused without it")
        try visitor.number("confidence", &confidence, in: Self.confidences, .optional, "how sure it is")
        var context = (regime, correlation)
        try visitor.nested("strategy_context", "what the sender knew") { (inner: inout V) throws(WireError) in
            try inner.text("regime", &context.0, .optional, "the market's regime in the sender's words")
            try inner.number(
                "correlation_btc_eth", &context.1, in: Self.correlations, .optional,
                "correlation of BTC and ETH")
        }
        (regime, correlation) = context
    }
}
