import Market

/// A contract's mark price, and the funding that is due next.
public struct ContractMark: BitwiseCopyable, Sendable, Hashable {
    /// Whose.
    public var symbol: SymbolID
    /// By it positions are valued and liquidated.
    public var price: Price
    /// What longs pay shorts at the next funding, as a fraction of the position's value.
    public var fundingRate: Double
    /// When that is; 1970 where the contract has none.
    public var nextFunding: Timestamp

    public init(symbol: SymbolID, price: Price, fundingRate: Double, nextFunding: Timestamp) {
        (self.symbol, self.price, self.fundingRate) = (symbol, price, fundingRate)
        self.nextFunding = nextFunding
    }
}
