import Exchanges
import Market
import Messages

/// An order of Strata's, as the venue keeps it.
struct OutstandingOrder: BitwiseCopyable, Sendable {
    let id: ClientOrderID
    let symbol: SymbolID
    private let market: MarketKind
    var side = Side.buy
    var purpose = Purpose.entry
    var isLimit = false
    var quantity = Quantity.zero
    /// Limit or trigger.
    var price = Price.zero
    /// Of a stop on spot: the price of the target that goes with it as one list, of which one alone is
    /// filled; absent where it goes alone.
    var target = Price.absent
    /// Event time after which it is not sent any more.
    var expires = Timestamp.never
    var life: OrderLife

    /// The exchange's number of it; of a conditional order `algoId`.
    var number: Int64 = 0
    /// The number of the order that a conditional one became.
    var child: Int64 = 0
    /// What is filled of it, by the exchange's word and by the fills that were told.
    var executed = Quantity.zero
    var told = Quantity.zero
    /// Since when it is known to be open, monotonic.
    var openSince: Int64 = .max
    /// When the exchange is asked about it again, monotonic.
    var askAt: Int64 = .max
    /// Since when it is on its way, monotonic.
    var sentAt: Int64 = .max
    /// It is over, and fills of it were not told: when all fills are read once more, monotonic.
    var fillsDue: Int64 = .max
    /// It is to be taken back.
    var isCancelWanted = false
    /// Why it ends.
    var reason = Reason()
    /// Its end was not told yet: fills of before are missing.
    var owesEnd = false
    /// Its trigger was met before it came: it goes as a market order.
    var isMet = false
    /// How often the exchange said that the request's time was wrong.
    var clockTries = 0

    init(_ id: ClientOrderID, _ symbol: SymbolID, _ phase: OrderLife.Phase, on market: MarketKind) {
        (self.id, self.symbol, self.market) = (id, symbol, market)
        life = OrderLife(phase)
        purpose = Self.purpose(of: id, reduces: false)
    }

    init(_ intent: OrderIntent, on market: MarketKind) {
        self.init(intent.clientOrderID, intent.symbol, .waiting, on: market)
        take(intent)
    }

    mutating func take(_ intent: OrderIntent) {
        (side, purpose, quantity) = (intent.side, intent.purpose, intent.quantity)
        isLimit = intent.orderType == .limit
        (price, expires) = (intent.price.present ?? .zero, intent.expires)
        target = market == .spot && intent.purpose == .stop ? intent.takeProfit : .absent
    }

    /// Its target, which goes with it as one list; `nil` where it goes alone.
    var listed: OutstandingOrder? {
        guard let price = target.present else { return nil }
        var other = OutstandingOrder(Self.target(of: id), symbol, phase, on: market)
        (other.side, other.purpose, other.quantity) = (side, .target, quantity)
        (other.isLimit, other.price, other.expires) = (true, price, expires)
        return other
    }

    /// The name of the target that goes with a stop.
    static func target(of stop: ClientOrderID) -> ClientOrderID {
        ClientOrderID(.target, of: stop.signal, size: stop.bracketSize)
    }

    /// Whether it can only make a position smaller.
    var reduces: Bool { purpose != .entry }
    /// Whether it is a stop or target that waits for its price.
    var protects: Bool { (purpose == .stop || purpose == .target) && !isMet }
    /// Whether it waits at the exchange as an order of another kind, which becomes a plain one when its
    /// trigger is met; on spot all orders are of one kind.
    var isConditional: Bool { market == .um && protects }
    var phase: OrderLife.Phase { life.phase }
    /// Whether it may still be filled, as far as anybody knows.
    var isAlive: Bool { phase != .ended && phase != .absent }
    /// What is still to be filled.
    var rest: Quantity { max(.zero, quantity - max(executed, told)) }

    /// What an order is for, by its name; of an entry's child and an exit's `reduces` tells.
    static func purpose(of id: ClientOrderID, reduces: Bool) -> Purpose {
        switch id.bracketLeg ?? id.leg {
        case ClientOrderID.exitLeg: .exit
        case ClientOrderID.emergencyLeg: .emergency
        case ClientOrderID.liquidationLeg: .liquidation
        case ClientOrderID.settlementLeg: .settlement
        case ClientOrderID.stopLeg: .stop
        case ClientOrderID.targetLeg: .target
        default: reduces ? .exit : .entry
        }
    }

    /// What the exchange tells of it that isn't its status.
    mutating func take(_ told: ExchangeOrder) {
        if quantity.isZero {
            (side, quantity) = (told.side, told.quantity)
            purpose = Self.purpose(of: id, reduces: told.reduces)
            price = protects && told.trigger.isPositive ? told.trigger : told.price
            isLimit = !isConditional && told.price.isPositive
        }
        let isChild = isConditional && !told.isConditional && number != told.number
        if isChild, child == 0, number > 0 { child = told.number }
        if !isChild { number = max(number, told.number) }
        child = max(child, told.child)
        executed = max(executed, told.executed)
    }
}
