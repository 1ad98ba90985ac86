import Market
import Wire

/// One asset of the account. For a base asset `total` is the position.
@frozen public struct Account: MessageFields {
    /// Name of the asset.
    public var asset: ShortLabel = ShortLabel()
    /// The pair, as in "BTC/USDT".
    public var symbol: SymbolID = SymbolID.none
    /// Balance or position, units of the asset.
    public var total: Quantity = Quantity.zero
    /// What is not held by orders or margin, units of the asset.
    public var free: Quantity = Quantity.zero
    /// Average entry price of the position, USDT.
    public var entryPrice: Price = Price.absent
    /// Profit closed since the books began, USDT.
    public var realisedPnL: Money = Money.zero
    /// Fees paid since the books began, USDT.
    public var fees: Money = Money.zero
    /// Balance with the profit not yet closed, USDT; on the account currency.
    public var equity: Money = Money.absent

    /// The `asset` of the row that tells what the pairs came to that were traded in earlier runs and aren't
    /// any more: their profit and fees count in the account's.
    public static let formerPairs: ShortLabel = "former_pairs"

    /// The `asset` of the row that tells what fees came to that the exchange took in its own asset: less than
    /// zero, since what the account has of it is not Strata's.
    public static let feeAsset: ShortLabel = "BNB"

    public init() {}

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.text("asset", &asset, "name of the asset")
        try visitor.symbol("symbol", &symbol, "the pair, as in \"BTC/USDT\"")
        try visitor.fixed("total", &total, "balance or position, units of the asset")
        try visitor.fixed("free", &free, "what is not held by orders or margin, units of the asset")
        try visitor.fixed("entry_price", &entryPrice, .optional, "average entry price of the position, USDT")
        try visitor.fixed("realized_pnl", &realisedPnL, "profit closed since the books began, USDT")
        try visitor.fixed("fees", &fees, "fees paid since the books began, USDT")
        try visitor.fixed(
            "equity", &equity, .optional,
            "balance with the profit not yet closed, USDT; on the account currency")
    }
}
