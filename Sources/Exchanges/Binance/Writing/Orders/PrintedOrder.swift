import Market

/// An order of an account as the exchange tells it, of either market.
public struct PrintedOrder: BitwiseCopyable, Sendable, Hashable {
    /// Its number at the exchange, and what its owner calls it.
    public var id: Int64
    public var name: PrintedName
    public var side: Side
    public var type: PrintedOrderType
    public var term: PrintedOrderTerm
    public var status = PrintedOrderStatus.new
    /// Zero where it has none: a market order.
    public var price: Price
    public var quantity: Quantity
    /// What a market order on spot is to spend or to bring; zero where it has a quantity.
    public var spend = Money.zero
    /// What was filled, and what that came to.
    public var filled = Quantity.zero
    public var paid = Money.zero
    /// The price that it waits for, and how far it follows the price, in basis points.
    public var stopPrice = Price.zero
    public var trailing: Int64 = 0
    public var iceberg = Quantity.zero
    /// The list that it belongs to, −1 where to none.
    public var list: Int64 = -1
    public var isWorking = true
    public var created: Timestamp
    public var updated: Timestamp
    /// When it came into the book; zero before.
    public var working = Timestamp.zero
    public var prevention: PrintedPrevention
    public var expiry = PrintedExpiry.none
    /// Futures' own.
    public var positionSide = PrintedPositionSide.both
    public var reducesOnly = false
    public var closesPosition = false
    public var goodTill = Timestamp.zero
    public var match = PrintedPriceMatch.none
    /// What it was before it was triggered.
    public var original: PrintedOrderType
    public var isLiquidation = false

    public init(
        id: Int64, name: PrintedName, side: Side, type: PrintedOrderType, term: PrintedOrderTerm,
        price: Price,
        quantity: Quantity, prevention: PrintedPrevention, at time: Timestamp
    ) {
        (self.id, self.name, self.side, self.type, self.term) = (id, name, side, type, term)
        (self.price, self.quantity, self.prevention) = (price, quantity, prevention)
        (created, updated, original) = (time, time, type)
    }

    /// What is still to be filled.
    public var left: Quantity { quantity - filled }

    /// What was paid for one on average, zero before the first fill.
    public var average: Price {
        guard filled.isPositive else { return .zero }
        return Price(raw: multiplyDivide(paid.raw, fixedPointScale, by: filled.raw, .nearest) ?? 0)
    }
}
