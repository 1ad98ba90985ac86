import Market

/// A conditional order of futures as the exchange tells it.
public struct PrintedAlgo: Sendable, Hashable {
    /// Its number at the exchange, and what its owner calls it.
    public var id: Int64
    public var name: PrintedName
    public var side: Side
    public var positionSide: PrintedPositionSide
    public var type: PrintedOrderType
    public var term: PrintedOrderTerm
    public var status = PrintedAlgoStatus.new
    /// Zero where it closes the position.
    public var quantity: Quantity
    public var price: Price
    public var trigger: Price
    /// Where a trailing one begins, and how far it follows, percent at 1e-8.
    public var activation = Price.zero
    public var callback = Price.zero
    public var isActivated = false
    public var working: PrintedWorkingType
    public var match = PrintedPriceMatch.none
    public var prevention: PrintedPrevention
    public var isProtected = false
    public var reducesOnly = false
    public var closesPosition = false
    public var created: Timestamp
    public var updated: Timestamp
    public var triggered = Timestamp.zero
    public var goodTill = Timestamp.zero
    /// The order that it became, zero before; and what became of that.
    public var order: Int64 = 0
    public var average = Price.zero
    public var filled = Quantity.zero
    /// Why it was refused.
    public var reason = ""

    public init(
        id: Int64, name: PrintedName, side: Side, positionSide: PrintedPositionSide, type: PrintedOrderType,
        term: PrintedOrderTerm, quantity: Quantity, price: Price, trigger: Price, working: PrintedWorkingType,
        prevention: PrintedPrevention, at time: Timestamp
    ) {
        (self.id, self.name, self.side, self.positionSide) = (id, name, side, positionSide)
        (self.type, self.term, self.quantity, self.price) = (type, term, quantity, price)
        (self.trigger, self.working, self.prevention) = (trigger, working, prevention)
        (created, updated) = (time, time)
    }
}
