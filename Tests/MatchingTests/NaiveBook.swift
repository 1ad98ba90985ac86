import Market

@testable import Matching

/// A limit book as one would write it down without a thought for speed: a list of orders in the order in
/// which they came, looked through from end to end each time.
struct NaiveBook {
    struct Resting {
        var order: LimitOrder
        let arrival: Int
    }

    var orders: [Resting] = []
    private var arrivals = 0

    mutating func rest(_ order: LimitOrder) -> Int {
        arrivals += 1
        orders.append(Resting(order: order, arrival: arrivals))
        return arrivals
    }

    func index(_ arrival: Int) -> Int? { orders.firstIndex { $0.arrival == arrival } }

    mutating func cancel(_ arrival: Int) -> Quantity? {
        index(arrival).map { orders.remove(at: $0).order.quantity }
    }

    mutating func reduce(_ arrival: Int, to quantity: Quantity) -> Bool {
        guard let index = index(arrival), quantity.isPositive, quantity < orders[index].order.quantity else {
            return false
        }
        orders[index].order.quantity = quantity
        return true
    }

    mutating func match(_ taker: LimitOrder, meetsOwn: Bool) -> (left: Quantity, fills: [LimitFill]) {
        var left = taker.quantity
        var fills: [LimitFill] = []
        while left.isPositive {
            let candidates = orders.indices.filter {
                let other = orders[$0].order
                return other.side != taker.side && (meetsOwn || other.owner != taker.owner)
                    && (taker.side == .buy ? other.price <= taker.price : other.price >= taker.price)
            }
            let best = candidates.min {
                let (a, b) = (orders[$0], orders[$1])
                if a.order.price != b.order.price {
                    return (a.order.price < b.order.price) == (taker.side == .buy)
                }
                return a.arrival < b.arrival
            }
            guard let best else { break }
            let quantity = min(left, orders[best].order.quantity)
            let isDone = quantity == orders[best].order.quantity
            let maker = orders[best].order
            fills.append(
                LimitFill(
                    maker: maker.owner, makerTag: maker.tag, makerIsDone: isDone, price: maker.price,
                    quantity: quantity))
            left -= quantity
            orders[best].order.quantity -= quantity
            if isDone { orders.remove(at: best) }
        }
        return (left, fills)
    }

    mutating func quote(_ side: Side, at price: Price, _ quantity: Quantity, owner: BookOwner) -> [LimitFill] {
        let own = orders.indices.filter {
            let order = orders[$0].order
            return order.side == side && order.price == price && order.owner == owner
        }
        let has = own.reduce(Quantity.zero) { $0 + orders[$1].order.quantity }
        if quantity > has {
            var more = LimitOrder(side, quantity - has, at: price, owner: owner)
            let met = match(more, meetsOwn: false)
            more.quantity = met.left
            if more.quantity.isPositive { _ = rest(more) }
            return met.fills
        }
        var excess = has - quantity
        for index in own.reversed() {
            let part = min(excess, orders[index].order.quantity)
            excess -= part
            orders[index].order.quantity -= part
        }
        orders.removeAll { !$0.order.quantity.isPositive }
        return []
    }

    func levels(_ side: Side) -> [BookLevel] {
        let prices = Set(orders.filter { $0.order.side == side }.map(\.order.price)).sorted {
            ($0 > $1) == (side == .buy)
        }
        return prices.map { price in
            let all = orders.filter { $0.order.side == side && $0.order.price == price }
            return BookLevel(
                price: price, quantity: all.reduce(Quantity.zero) { $0 + $1.order.quantity })
        }
    }
}
