import Market
import Wire

/// The state of one order, each time that it changes.
@frozen public struct OrderState: MessageFields {
    /// Name of the order.
    public var clientOrderID: ClientOrderID = ClientOrderID()
    /// The pair, as in "BTC/USDT".
    public var symbol: SymbolID = SymbolID.none
    /// Buy or sell.
    public var side: Side = Side.buy
    /// Entry, exit, stop, target or emergency.
    public var purpose: Purpose = Purpose.entry
    /// Where the order stands.
    public var status: OrderStatus = OrderStatus.pending
    /// Why it ended.
    public var reason: Reason = Reason()
    /// Ordered quantity, base asset.
    public var quantity: Quantity = Quantity.zero
    /// Filled quantity, base asset.
    public var executedQuantity: Quantity = Quantity.zero
    /// Average price of the fills, USDT.
    public var averagePrice: Price = Price.absent
    /// Limit, stop or target price, USDT.
    public var price: Price = Price.absent
    /// Price that was seen at the decision, USDT.
    public var referencePrice: Price = Price.absent

    public init() {}

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try clientOrderID.visit(with: &visitor)
        try visitor.symbol("symbol", &symbol, "the pair, as in \"BTC/USDT\"")
        try visitor.choice("side", &side, "buy or sell")
        try visitor.choice("purpose", &purpose, "entry, exit, stop, target or emergency")
        try visitor.choice("status", &status, "where the order stands")
        try visitor.fixed("qty", &quantity, "ordered quantity, base asset")
        try visitor.fixed("executed_qty", &executedQuantity, "filled quantity, base asset")
        try visitor.fixed("avg_price", &averagePrice, .optional, "average price of the fills, USDT")
        try visitor.fixed("price", &price, .optional, "limit, stop or target price, USDT")
        try visitor.fixed(
            "reference_price", &referencePrice, .optional, "price that was seen at the decision, USDT")
        try reason.visit(with: &visitor)
    }
}
