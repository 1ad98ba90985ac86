import Market
import Wire

/// One execution. Its event time is the candle or tick at which it became known.
@frozen public struct Fill: MessageFields {
    /// Number of the fill in the executor's books: 1, 2, 3 … over all pairs.
    public var fillID: UInt64 = 0
    /// The venue's number of it. Two pairs may have the same.
    public var venueID: UInt64 = 0
    /// Name of the order.
    public var clientOrderID: ClientOrderID = ClientOrderID()
    /// The pair, as in "BTC/USDT".
    public var symbol: SymbolID = SymbolID.none
    /// Buy or sell.
    public var side: Side = Side.buy
    /// Entry, exit, stop, target, emergency or liquidation.
    public var purpose: Purpose = Purpose.entry
    /// True where the order rested.
    public var isMaker: Bool = false
    /// Quantity, base asset.
    public var quantity: Quantity = Quantity.zero
    /// Price, USDT.
    public var price: Price = Price.zero
    /// Fee paid, USDT; one taken from the bought asset (spot) at the fill's price.
    public var fee: Money = Money.zero
    /// What the fee took from the bought asset, base asset; absent where it was paid in USDT.
    public var baseFee: Quantity = Quantity.absent
    /// Profit closed by this fill before fees, USDT.
    public var realisedPnL: Money = Money.zero
    /// Position after the fill, base asset, negative where short.
    public var position: Quantity = Quantity.zero
    /// Average entry price of the position after the fill, USDT.
    public var entryPrice: Price = Price.zero
    /// Moment at which the price was met, ns; on klines the open of its candle.
    public var openTime: Timestamp = Timestamp.zero

    public init() {}

    /// What the holding grew or shrank by: less than was filled where the fee was taken from it.
    public var received: Quantity { quantity - (baseFee.present ?? .zero) }

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.integer(
            "fill_id", &fillID, "number of the fill in the executor's books: 1, 2, 3 … over all pairs")
        try visitor.integer(
            "venue_id", &venueID, .optional, "the venue's number of it; two pairs may have the same")
        try clientOrderID.visit(with: &visitor)
        try visitor.symbol("symbol", &symbol, "the pair, as in \"BTC/USDT\"")
        try visitor.choice("side", &side, "buy or sell")
        try visitor.choice("purpose", &purpose, "entry, exit, stop, target, emergency or liquidation")
        try visitor.flag("maker", &isMaker, "true where the order rested")
        try visitor.fixed("qty", &quantity, "quantity, base asset")
        try visitor.fixed("price", &price, "price, USDT")
        try visitor.fixed(
            "fee", &fee, "fee paid, USDT; one taken from the bought asset (spot) at the fill's price")
        try visitor.fixed(
            "base_fee", &baseFee, .optional,
            "what the fee took from the bought asset, base asset; absent where it was paid in USDT")
        try visitor.fixed("realized_pnl", &realisedPnL, "profit closed by this fill before fees, USDT")
        try visitor.fixed("position", &position, "position after the fill, base asset, negative where short")
        try visitor.fixed(
            "entry_price", &entryPrice, "average entry price of the position after the fill, USDT")
        try visitor.time(
            "open_time", &openTime, .optional,
            "moment at which the price was met, ns; on klines the open of its candle")
    }
}
