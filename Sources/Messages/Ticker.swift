import Market
import Wire

/// The newest price of a symbol. From klines it is one per closed candle: last = close, and no invented
/// bid or ask.
@frozen public struct Ticker: MessageFields {
    /// The pair, as in "BTC/USDT".
    public var symbol: SymbolID = SymbolID.none
    /// Last traded price, USDT.
    public var last: Price = Price.zero
    /// Best bid, USDT.
    public var bid: Price = Price.absent
    /// Best ask, USDT.
    public var ask: Price = Price.absent
    /// Quantity at the best bid, base asset.
    public var bidQuantity: Quantity = Quantity.absent
    /// Quantity at the best ask, base asset.
    public var askQuantity: Quantity = Quantity.absent

    public init() {}

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.symbol("symbol", &symbol, "the pair, as in \"BTC/USDT\"")
        try visitor.fixed("last", &last, "last traded price, USDT")
        try visitor.fixed("bid", &bid, .optional, "best bid, USDT")
        try visitor.fixed("ask", &ask, .optional, "best ask, USDT")
        try visitor.fixed("bid_qty", &bidQuantity, .optional, "quantity at the best bid, base asset")
        try visitor.fixed("ask_qty", &askQuantity, .optional, "quantity at the best ask, base asset")
    }
}
