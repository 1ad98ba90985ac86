import Market

/// A fill of an account's order as the exchange tells it.
public struct PrintedFill: BitwiseCopyable, Sendable, Hashable {
    /// The trade's number.
    public var id: Int64
    public var order: Int64
    public var list: Int64 = -1
    public var side: Side
    public var price: Price
    public var quantity: Quantity
    /// What it came to.
    public var value: Money
    public var fee: Int64
    public var feeAsset: ShortLabel
    public var isMaker: Bool
    public var time: Timestamp
    /// What it realised on futures, and for which position.
    public var profit = Money.zero
    public var positionSide = PrintedPositionSide.both

    public init(
        id: Int64, order: Int64, side: Side, price: Price, quantity: Quantity, value: Money, fee: Int64,
        feeAsset: ShortLabel, isMaker: Bool, at time: Timestamp
    ) {
        (self.id, self.order, self.side, self.price) = (id, order, side, price)
        (self.quantity, self.value, self.fee, self.feeAsset) = (quantity, value, fee, feeAsset)
        (self.isMaker, self.time) = (isMaker, time)
    }
}
