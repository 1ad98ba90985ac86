import Market

/// A future's mark price and funding.
@frozen public struct MarkPrice: BitwiseCopyable, Sendable, Hashable {
    public var mark: Price
    public var index: Price
    /// What the estimate of the settlement is.
    public var settlement: Price
    /// The rate of the next funding, at 1e-8.
    public var fundingRate: Price
    public var nextFunding: Timestamp

    public init(mark: Price, index: Price, settlement: Price, fundingRate: Price, nextFunding: Timestamp) {
        (self.mark, self.index, self.settlement) = (mark, index, settlement)
        (self.fundingRate, self.nextFunding) = (fundingRate, nextFunding)
    }
}
