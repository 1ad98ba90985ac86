import Market
import Messages

/// Something durable: a row of the process's database, replaced by a later one with the same key.
public enum Record: BitwiseCopyable, Sendable, Hashable {
    /// Key: client order id.
    case order(OrderRecord)
    /// Key: fill id.
    case fill(Fill)
    /// Key: asset. Balances and positions.
    case account(Account)
    /// Key: client order id. An order as the paper venue holds it.
    case venueOrder(VenueOrder)
    /// Key: symbol. A position as the paper venue holds it.
    case venuePosition(VenuePosition)
    /// Key: none, one row. The kill switch.
    case halt(HaltRecord)
    /// Key: none, one row. What the risk manager knows of the day.
    case day(DayRecord)
}

/// An order in the executor's books.
@frozen public struct OrderRecord: BitwiseCopyable, Sendable, Hashable {
    public var intent: OrderIntent
    public var status: OrderStatus
    public var code: ReasonCode
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
        code = .none
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

/// An order at the paper venue: waiting for its fill, or resting as a stop or target.
@frozen public struct VenueOrder: BitwiseCopyable, Sendable, Hashable {
    public var intent: OrderIntent
    public var status: OrderStatus
    /// Trigger of a resting stop or target; absent on the others.
    public var trigger: Price
    public var placed: Timestamp

    public init(intent: OrderIntent, status: OrderStatus, trigger: Price = .absent, placed: Timestamp) {
        self.intent = intent
        self.status = status
        self.trigger = trigger
        self.placed = placed
    }
}

/// A position at the paper venue.
@frozen public struct VenuePosition: BitwiseCopyable, Sendable, Hashable {
    public var symbol: SymbolID
    public var position: Position
    /// Number of the venue's newest event.
    public var lastEventID: UInt64
    /// Moment of the last funding booked.
    public var lastFunding: Timestamp

    public init(symbol: SymbolID, position: Position, lastEventID: UInt64, lastFunding: Timestamp) {
        self.symbol = symbol
        self.position = position
        self.lastEventID = lastEventID
        self.lastFunding = lastFunding
    }
}

/// Whether trading is halted, since when and why.
@frozen public struct HaltRecord: BitwiseCopyable, Sendable, Hashable {
    public var halted: Bool
    public var code: ReasonCode
    public var since: Timestamp

    public init(halted: Bool = false, code: ReasonCode = .none, since: Timestamp = .zero) {
        self.halted = halted
        self.code = code
        self.since = since
    }
}

/// The risk manager's day: equity at 00:00 UTC and the highest since.
@frozen public struct DayRecord: BitwiseCopyable, Sendable, Hashable {
    public var day: Int64
    public var openingEquity: Money
    public var peakEquity: Money

    public init(day: Int64 = 0, openingEquity: Money = .zero, peakEquity: Money = .zero) {
        self.day = day
        self.openingEquity = openingEquity
        self.peakEquity = peakEquity
    }
}
