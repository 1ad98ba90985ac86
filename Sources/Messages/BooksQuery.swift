import Market
import Wire

/// Asks the venue for its books.
@frozen public struct BooksQuery: MessageFields {
    /// The pair; none for the account's balance.
    public var symbol: SymbolID = SymbolID.none
    /// What the books hold of it, base asset: of an account that others use, too, the rest is theirs. Absent
    /// where all that the venue holds is ours.
    public var held: Quantity = Quantity.absent

    public init() {}

    /// Of a pair, or of the account.
    public init(_ symbol: SymbolID, held: Quantity = .absent) { (self.symbol, self.held) = (symbol, held) }

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.symbol("symbol", &symbol, "the pair, as in \"BTC/USDT\"; none for the account's balance")
        try visitor.fixed(
            "position", &held, .optional,
            "what the books hold of it, base asset: what the venue holds beyond it is another's")
    }
}
