import Exchanges
import Market
import Messages

/// The orders of Strata's that the venue knows; those that are over are kept for a while, so that what
/// comes late finds them.
struct OutstandingOrders: Sendable {
    /// How many that are over are kept.
    private static let capacity = 512

    /// The oldest first.
    private(set) var rows: [OutstandingOrder] = []

    subscript(place: Int) -> OutstandingOrder {
        get { rows[place] }
        set { rows[place] = newValue }
    }

    var indices: Range<Int> { rows.indices }

    /// The place of an order.
    func place(of id: ClientOrderID) -> Int? { rows.lastIndex { $0.id == id } }

    /// The place of the order whose fills bear this number.
    func place(of symbol: SymbolID, number: Int64) -> Int? {
        rows.lastIndex {
            $0.symbol == symbol && ($0.child == number || $0.number == number && !$0.isConditional)
        }
    }

    /// The place of an order that the exchange tells of; `nil` where it isn't Strata's.
    func place(of told: ExchangeOrder) -> Int? {
        if !told.isConditional, let place = place(of: told.symbol, number: told.number) { return place }
        guard let id = told.name.order else { return nil }
        return rows.lastIndex { $0.id == id && $0.symbol == told.symbol }
    }

    /// Takes an order in; answers its place.
    mutating func add(_ order: OutstandingOrder) -> Int {
        if rows.count >= 2 * Self.capacity {
            var over = rows.count { !$0.isAlive && !$0.owesEnd } - Self.capacity
            rows.removeAll { row in
                guard over > 0, !row.isAlive, !row.owesEnd else { return false }
                over -= 1
                return true
            }
        }
        rows.append(order)
        return rows.count - 1
    }

    /// Whether one of a pair is such.
    func contains(of symbol: SymbolID, where isSuch: (OutstandingOrder) -> Bool) -> Bool {
        rows.contains { $0.symbol == symbol && isSuch($0) }
    }
}
