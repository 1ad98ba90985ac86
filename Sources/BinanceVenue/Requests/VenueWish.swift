import Exchanges
import Market
import Messages

/// What the venue wants of the exchange.
enum VenueWish: Sendable, Hashable {
    case time
    /// How the account is set; on spot with its balances and fees.
    case account
    case symbolModes
    case fees(SymbolID)
    case listenKey
    case keepKey
    case place(ClientOrderID, exits: Bool)
    /// A stop, by its name, and the target that goes with it as one list; spot alone.
    case placeList(ClientOrderID)
    case cancel(ClientOrderID)
    case query(ClientOrderID)
    /// An order by the exchange's own number.
    case find(SymbolID, number: Int64)
    case openOrders(SymbolID)
    case openConditionals(SymbolID)
    /// The account's fills from this number on; from zero those of the time that is asked for.
    case trades(SymbolID, from: Int64)
    case positions
    case balances
    case funding(since: Timestamp)
    /// The dead-man's switch; 0 is off.
    case countdown(SymbolID, milliseconds: Int)

    /// What goes first. Without the exchange's time nothing goes.
    var urgency: RequestUrgency {
        switch self {
        case .time, .place(_, exits: true), .placeList, .countdown(_, milliseconds: 0): .exit
        case .cancel: .cancel
        case .query, .find, .trades, .listenKey, .keepKey, .account, .symbolModes: .query
        case .place(_, exits: false), .countdown: .entry
        case .fees, .openOrders, .openConditionals, .positions, .balances, .funding: .history
        }
    }

    /// Whether it may use what is kept for exits.
    var exits: Bool { urgency <= .cancel }

    /// The order that it places; of a list its stop.
    var placed: ClientOrderID? {
        switch self {
        case .place(let id, _), .placeList(let id): id
        default: nil
        }
    }

    /// Whether it places something, and for how many orders the exchange counts it.
    var isOrder: Bool { placed != nil }
    var orders: Int { if case .placeList = self { 2 } else { isOrder ? 1 : 0 } }

    /// Whether it is of use again while the same is under way: an answer of before may be too old.
    var mayDouble: Bool {
        switch self {
        case .openOrders, .openConditionals, .trades, .positions, .balances: true
        default: false
        }
    }

    /// Whether it bears a time, so that the exchange's clock must be known.
    var isSigned: Bool {
        switch self {
        case .time, .listenKey, .keepKey: false
        default: true
        }
    }

    /// Whom it is for.
    var order: ClientOrderID? {
        switch self {
        case .place(let id, _), .placeList(let id), .cancel(let id), .query(let id): id
        default: nil
        }
    }
}
