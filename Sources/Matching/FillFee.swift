import Market

/// The fee of one fill.
@frozen public struct FillFee: BitwiseCopyable, Sendable, Hashable {
    /// What it is worth at the fill's price, USDT.
    public var value: Money
    /// What was taken from the bought asset; absent where it was paid in USDT.
    public var taken: Quantity

    public init(value: Money, taken: Quantity = .absent) {
        (self.value, self.taken) = (value, taken)
    }
}
