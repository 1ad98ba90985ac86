import Market
import Wire

/// One trade of the market.
@frozen public struct Trade: MessageFields {
    /// The pair, as in "BTC/USDT".
    public var symbol: SymbolID = SymbolID.none
    /// The venue's id of the trade.
    public var tradeID: Int64 = 0
    /// Price, USDT.
    public var price: Price = Price.zero
    /// Quantity, base asset.
    public var quantity: Quantity = Quantity.zero
    /// True where the taker sold.
    public var buyerIsMaker: Bool = false

    public init() {}

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.symbol("symbol", &symbol, "the pair, as in \"BTC/USDT\"")
        try visitor.integer("trade_id", &tradeID, "the venue's id of the trade")
        try visitor.fixed("price", &price, "price, USDT")
        try visitor.fixed("qty", &quantity, "quantity, base asset")
        try visitor.flag("is_buyer_maker", &buyerIsMaker, "true where the taker sold")
    }
}
