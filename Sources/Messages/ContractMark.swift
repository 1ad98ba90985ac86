import Market
import Wire

/// A contract's mark price, and the funding that is due next.
@frozen public struct ContractMark: MessageFields {
    /// The pair, as in "BTC/USDT".
    public var symbol: SymbolID = SymbolID.none
    /// The mark price, by which the exchange values and liquidates, USDT.
    public var price: Price = Price.zero
    /// What longs pay shorts at the next funding, a fraction of the position's value.
    public var fundingRate: Double = 0.0
    /// When that is, ns since 1970 UTC; 0 where the contract has none.
    public var nextFunding: Timestamp = Timestamp.zero

    public init() {}

    public init(symbol: SymbolID, price: Price, fundingRate: Double, nextFunding: Timestamp) {
        (self.symbol, self.price, self.fundingRate) = (symbol, price, fundingRate)
        self.nextFunding = nextFunding
    }

    public mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError) {
        try visitor.symbol("symbol", &symbol, "the pair, as in \"BTC/USDT\"")
        try visitor.fixed(
            "price", &price, "mark price, by which the exchange values and liquidates, USDT")
        try visitor.number(
            "funding_rate", &fundingRate,
            "what longs pay shorts at the next funding, a fraction of the position's value")
        try visitor.time(
            "next_funding", &nextFunding, "when that is, ns since 1970 UTC; 0 where the contract has none")
    }
}
