import Market
import Wire

/// Asks the venue for its books.
@frozen public struct BooksQuery: MessageFields {
    /// The pair; none for the account's balance.
    public var symbol: SymbolID = SymbolID.none

    public init() {}

    /// Of a pair, or of the account.
    public init(_ symbol: SymbolID) { self.symbol = symbol }

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.symbol("symbol", &symbol, "the pair, as in \"BTC/USDT\"; none for the account's balance")
    }
}
