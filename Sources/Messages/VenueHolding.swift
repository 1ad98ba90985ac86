import Market
import Wire

/// What the venue holds of a pair, or of the account currency.
@frozen public struct VenueHolding: MessageFields {
    /// The pair; none for the account's balance.
    public var symbol: SymbolID = SymbolID.none
    /// Position, base asset, negative where short.
    public var quantity: Quantity = Quantity.zero
    /// Average entry price, USDT; absent where the venue keeps none.
    public var entryPrice: Price = Price.absent
    /// Balance of the account currency; absent where the venue keeps none, and of a pair.
    public var balance: Money = Money.absent

    public init() {}

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.symbol("symbol", &symbol, "the pair, as in \"BTC/USDT\"; none for the account's balance")
        try visitor.fixed("position", &quantity, "position, base asset, negative where short")
        try visitor.fixed(
            "entry_price", &entryPrice, .optional,
            "average entry price, USDT; absent where the venue keeps none")
        try visitor.fixed(
            "balance", &balance, .optional,
            "balance of the account currency; absent where the venue keeps none, and of a pair")
    }
}
