import Market
import Wire

/// How one Signal is to be executed. The Signal itself is a message of its own, named by its id.
@frozen public struct ExecutionPlan: MessageFields {
    /// The signal it belongs to.
    public var signalID: Label = Label()
    /// The pair, as in "BTC/USDT".
    public var symbol: SymbolID = SymbolID.none
    // The small ones stand together: the struct has no room for padding.
    /// How the stop moves.
    public var stopPolicy: StopPolicy = StopPolicy.fixed
    /// A hint for L1.
    public var algorithm: Algorithm = Algorithm.taker
    /// Which cap decided an entry's size.
    public var sizeCap: SizeCap = SizeCap.none
    /// Target price, USDT.
    public var takeProfit: Price = Price.absent
    /// Event time after which nothing is done, ns.
    public var expires: Timestamp = Timestamp.zero
    /// Average true range behind stop and target, USDT.
    public var atr: Double = Double.nan
    /// Weight of the strategies that had the most to say in the decision, signed by their votes.
    public var sources: SourceList = SourceList()

    public init() {}

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.text("signal_id", &signalID, "the signal it belongs to")
        try visitor.symbol("symbol", &symbol, "the pair, as in \"BTC/USDT\"")
        try visitor.fixed("take_profit", &takeProfit, .optional, "target price, USDT")
        try visitor.choice("stop_policy", &stopPolicy, "how the stop moves")
        try visitor.choice("algorithm", &algorithm, "a hint for L1")
        try visitor.time("expires", &expires, "event time after which nothing is done, ns")
        try visitor.choice("size_cap", &sizeCap, "which cap decided an entry's size; \"none\" on exits")
        try visitor.number("atr", &atr, .optional, "average true range behind stop and target, USDT")
        try visitor.sources(
            "sources", &sources,
            "weight of a strategy in the decision, signed by its vote, of the six heaviest at most")
    }
}
