import Market

@testable import Matching

/// A market's book with our orders in it as one would write it down without a thought for speed: a list of
/// entries in the order in which they came, looked through from end to end each time.
struct NaiveQueue {
    private struct Entry {
        let side: Side
        let price: Price
        /// Which order of ours it is; `nil` for the market's.
        let order: Int?
        var quantity: Quantity
    }

    private var entries: [Entry] = []
    private(set) var earned: [Int: Quantity] = [:]
    var taken = TakenLiquidity()

    /// What the market has before an order of ours; `nil` where it is gone.
    func ahead(of order: Int) -> Quantity? {
        guard let place = entries.firstIndex(where: { $0.order == order }) else { return nil }
        let own = entries[place]
        return entries[..<place].reduce(Quantity.zero) {
            $1.order == nil && $1.side == own.side && $1.price == own.price ? $0 + $1.quantity : $0
        }
    }

    /// The places that a taker meets, in the order in which it does.
    private func met(by taker: Side, to limit: Price) -> [Int] {
        entries.indices.filter { place in
            let entry = entries[place]
            return entry.side != taker && (taker == .buy ? entry.price <= limit : entry.price >= limit)
        }.sorted { one, other in
            let (a, b) = (entries[one].price, entries[other].price)
            return a == b ? one < other : (a < b) == (taker == .buy)
        }
    }

    private mutating func drop() { entries.removeAll { !$0.quantity.isPositive } }

    mutating func tell(_ level: BookLevel, _ side: Side) {
        let wanted = taken.left(of: level, for: side.opposite)
        let own = entries.indices.filter {
            entries[$0].order == nil && entries[$0].side == side && entries[$0].price == level.price
        }
        var more = own.reduce(wanted) { $0 - entries[$1].quantity }
        for place in own.reversed() where more < .zero {
            let part = min(entries[place].quantity, Quantity.zero - more)
            entries[place].quantity -= part
            more += part
        }
        for place in met(by: side, to: level.price) where entries[place].order != nil && more.isPositive {
            let part = min(more, entries[place].quantity)
            give(part, place)
            taken.take(part, at: level.price, for: side.opposite)
            more -= part
        }
        if more.isPositive {
            entries.append(Entry(side: side, price: level.price, order: nil, quantity: more))
        }
        drop()
    }

    private mutating func give(_ part: Quantity, _ place: Int) {
        entries[place].quantity -= part
        if let order = entries[place].order { earned[order, default: .zero] += part }
    }

    mutating func trade(_ taker: Side, _ quantity: Quantity, at price: Price) {
        var left = quantity
        for place in met(by: taker, to: price) where left.isPositive {
            let part = min(left, entries[place].quantity)
            give(part, place)
            left -= part
        }
        drop()
    }

    /// What a taker of ours gets of the market's levels.
    mutating func take(_ side: Side, _ quantity: Quantity, to limit: Price) -> Quantity {
        var left = quantity
        for place in met(by: side, to: limit) where left.isPositive && entries[place].order == nil {
            let part = min(left, entries[place].quantity)
            entries[place].quantity -= part
            taken.take(part, at: entries[place].price, for: side)
            left -= part
        }
        drop()
        return quantity - left
    }

    mutating func join(_ order: Int, _ side: Side, _ quantity: Quantity, at price: Price) {
        let met = take(side, quantity, to: price)
        if met.isPositive { earned[order, default: .zero] += met }
        guard quantity > met else { return }
        entries.append(Entry(side: side, price: price, order: order, quantity: quantity - met))
    }

    mutating func leave(_ order: Int) { entries.removeAll { $0.order == order } }
}
