import Exchanges
import Market

/// Orders of spot that wait for a price.
extension OrderDesk {
    /// Whether an order that waits for a price fires at one.
    static func fires(_ order: PrintedOrder, at price: Price) -> Bool {
        guard order.stopPrice.isPositive else { return false }
        let isUp = (order.side == .buy) == order.type.isStop
        return isUp ? price >= order.stopPrice : price <= order.stopPrice
    }

    /// Takes a trade's price note of: what fires goes over to `triggered`, in the order in which it came.
    mutating func notice(_ print: PrintedPrice, into triggered: inout [Int]) {
        let places = waiting[print.symbol]
        for place in places where fires(place, at: print.price) { triggered.append(place) }
        waiting[print.symbol].removeAll { triggered.contains($0) }
    }

    private mutating func fires(_ place: Int, at price: Price) -> Bool {
        let order = self[place].shown
        guard order.trailing > 0 else { return Self.fires(order, at: price) }
        let isSell = order.side == .sell
        if self[place].extreme.isZero {
            // With a stop price it follows from the first trade that touches that; without, at once.
            guard order.stopPrice.isZero || Self.fires(order, at: price) else { return false }
            self[place].extreme = price
        }
        let extreme = isSell ? max(self[place].extreme, price) : min(self[place].extreme, price)
        self[place].extreme = extreme
        let share = 10_000 + (isSell ? -order.trailing : order.trailing)
        guard let limit = multiplyDivide(extreme.raw, share, by: 10_000, .nearest) else { return false }
        return isSell ? price.raw <= limit : price.raw >= limit
    }
}
