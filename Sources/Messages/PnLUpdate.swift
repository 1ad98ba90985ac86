import Market
import Wire

/// Profit and loss of one symbol, or of the account where the symbol is "*".
@frozen public struct PnLUpdate: MessageFields {
    /// The pair, as in "BTC/USDT".
    public var symbol: SymbolID = SymbolID.none
    /// Profit closed before fees, USDT.
    public var realised: Money = Money.zero
    /// Profit not yet closed, USDT.
    public var unrealised: Money = Money.zero
    /// Fees and funding paid, USDT.
    public var fees: Money = Money.zero
    /// Equity of the account, USDT.
    public var equity: Money = Money.zero
    /// Absolute value of what is open, USDT.
    public var exposure: Money = Money.zero
    /// Profit since 00:00 UTC, USDT.
    public var dayPnL: Money = Money.zero
    /// Of the account: the fall from the day's highest equity, fraction of that. Of a symbol: the fall of its
    /// own profit from the day's highest, fraction of the account's equity at 00:00 UTC.
    public var drawdown: Double = 0.0
    /// Position, base asset.
    public var position: Quantity = Quantity.zero

    public init() {}

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.symbol("symbol", &symbol, "the pair, as in \"BTC/USDT\"")
        try visitor.fixed("realized", &realised, "profit closed before fees, USDT")
        try visitor.fixed("unrealized", &unrealised, "profit not yet closed, USDT")
        try visitor.fixed("fees", &fees, "fees and funding paid, USDT")
        try visitor.fixed("equity", &equity, "equity of the account, USDT")
        try visitor.fixed("exposure", &exposure, "absolute value of what is open, USDT")
        try visitor.fixed("daily_pnl", &dayPnL, "profit since 00:00 UTC, USDT")
        try visitor.number(
            "drawdown", &drawdown,
            """
            the account's fall from the day's highest equity, fraction of it; a pair's fall from its own \
            highest profit of the day, fraction of the account's equity at 00:00 UTC
            """)
        try visitor.fixed("position", &position, "position, base asset")
    }
}
