import Market
import Wire

/// What happened at the venue to an order or a position. It never goes over the bus.
@frozen public struct VenueEvent: MessageFields {
    /// The venue's number of the event: of a fill, the trade's. What moves money is told twice where symbol,
    /// kind and number are the same.
    public var eventID: UInt64 = 0
    /// Name of the order.
    public var clientOrderID: ClientOrderID = ClientOrderID()
    /// The pair, as in "BTC/USDT".
    public var symbol: SymbolID = SymbolID.none
    /// What happened.
    public var kind: VenueEventKind = VenueEventKind.accepted
    /// What the order is for.
    public var purpose: Purpose = Purpose.entry
    /// Buy or sell.
    public var side: Side = Side.buy
    /// True where the order rested.
    public var isMaker: Bool = false
    /// Filled or resting quantity, base asset.
    public var quantity: Quantity = Quantity.zero
    /// Fill or trigger price, USDT.
    public var price: Price = Price.zero
    /// Fee or funding paid, USDT; a fee taken from the bought asset at the fill's price.
    public var fee: Money = Money.zero
    /// What the fee took from the bought asset, base asset; absent where it was paid in USDT.
    public var baseFee: Quantity = Quantity.absent
    /// Moment at which the price was met, ns.
    public var openTime: Timestamp = Timestamp.zero
    /// Why.
    public var reason: Reason = Reason()

    public init() {}

    /// What the holding grew or shrank by: less than was filled where the fee was taken from it.
    public var received: Quantity { quantity - (baseFee.present ?? .zero) }

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.integer("event_id", &eventID, "the venue's number of the event")
        try clientOrderID.visit(with: &visitor)
        try visitor.symbol("symbol", &symbol, "the pair, as in \"BTC/USDT\"")
        try visitor.choice("kind", &kind, "what happened")
        try visitor.choice("purpose", &purpose, "what the order is for")
        try visitor.choice("side", &side, "buy or sell")
        try visitor.flag("maker", &isMaker, "true where the order rested")
        try visitor.fixed("qty", &quantity, "filled or resting quantity, base asset")
        try visitor.fixed("price", &price, "fill or trigger price, USDT")
        try visitor.fixed(
            "fee", &fee, "fee or funding paid, USDT; a fee taken from the bought asset at the fill's price")
        try visitor.fixed(
            "base_fee", &baseFee, .optional,
            "what the fee took from the bought asset, base asset; absent where it was paid in USDT")
        try visitor.time("open_time", &openTime, .optional, "moment at which the price was met, ns")
        try reason.visit(with: &visitor)
    }
}
