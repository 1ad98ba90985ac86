import Market
import Messages

/// An order in the executor's books.
@frozen public struct OrderRecord: BitwiseCopyable, Sendable, Hashable {
    public var intent: OrderIntent
    public var status: OrderStatus
    /// Why it ended.
    public var reason: Reason
    public var executedQuantity: Quantity
    /// Sum of price times quantity of the fills, USDT.
    public var executedValue: Money
    /// Quantity of the approval it used; absent on reductions.
    public var approvedQuantity: Quantity
    public var created: Timestamp

    public init(
        intent: OrderIntent, status: OrderStatus, created: Timestamp, approvedQuantity: Quantity = .absent
    ) {
        self.intent = intent
        self.status = status
        reason = Reason()
        executedQuantity = .zero
        executedValue = .zero
        self.approvedQuantity = approvedQuantity
        self.created = created
    }

    /// The average price of the fills; absent while nothing is filled.
    public var averagePrice: Price {
        guard executedQuantity.isPositive,
            let raw = multiplyDivide(executedValue.raw, fixedPointScale, by: executedQuantity.raw, .nearest)
        else { return .absent }
        return Price(raw: raw)
    }
}
