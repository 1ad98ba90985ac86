import Market

/// A limit order book of one symbol: the better price first, at one price who came first.
///
/// It knows owners but no accounts, no filters and no order types: whoever asks it decides what is placed. A
/// market that was recorded or made up is one of its owners (`BookOwner.market`): what it quotes and trades
/// meets everyone else's orders by the same rules, and never its own.
///
/// All that a call does to the levels is told by `takeChanges`, in the order in which it was done.
public struct LimitBook: Sendable {
    /// By price, the best last, so that what trades is taken off the end.
    var bids: [BookQueue] = []
    var asks: [BookQueue] = []
    private(set) var orders: [RestingOrder] = []
    private var freePlaces: [Int32] = []
    private var changes: [LevelChange] = []

    public init() {}

    // MARK: What it shows

    /// How many orders rest.
    public var count: Int { orders.count - freePlaces.count }

    /// The best level of a side; `nil` where nothing rests.
    public func best(_ side: Side) -> BookLevel? {
        (side == .buy ? bids : asks).last.map { BookLevel(price: $0.price, quantity: $0.quantity) }
    }

    /// The levels of a side, best first, at most `limit`.
    public func levels(_ side: Side, limit: Int = .max) -> [BookLevel] {
        (side == .buy ? bids : asks).suffix(limit).reversed().map {
            BookLevel(price: $0.price, quantity: $0.quantity)
        }
    }

    /// What rests at a price.
    public func quantity(_ side: Side, at price: Price) -> Quantity {
        place(of: price, side).map { self[side][$0].quantity } ?? .zero
    }

    /// What an owner has before an order in its queue; `nil` where that is gone.
    public func ahead(of id: RestingID, from owner: BookOwner) -> Quantity? {
        guard let slot = slot(of: id) else { return nil }
        var sum = Quantity.zero
        var place = orders[slot].before
        while place >= 0 {
            if orders[Int(place)].order.owner == owner { sum += orders[Int(place)].order.quantity }
            place = orders[Int(place)].before
        }
        return sum
    }

    /// All that rests: bids, then asks, each level from the front of its queue.
    public var resting: [LimitOrder] {
        (bids + asks).flatMap { queue in
            var list: [LimitOrder] = []
            var slot = queue.first
            while slot >= 0 {
                list.append(orders[Int(slot)].order)
                slot = orders[Int(slot)].after
            }
            return list
        }
    }

    /// An order that rests, with what is left of it; `nil` where it is gone.
    public subscript(id: RestingID) -> LimitOrder? {
        guard let slot = slot(of: id) else { return nil }
        return orders[slot].order
    }

    /// What became of the levels since the last call.
    public mutating func takeChanges() -> [LevelChange] {
        defer { changes.removeAll(keepingCapacity: true) }
        return changes
    }

    /// Hands each change since the last call to `body`, and forgets them.
    public mutating func drainChanges(_ body: (LevelChange) -> Void) {
        for change in changes { body(change) }
        changes.removeAll(keepingCapacity: true)
    }

    // MARK: What rests

    /// Lets an order rest behind all others at its price, whether it crosses or not: `match` comes first.
    @discardableResult
    public mutating func rest(_ order: LimitOrder) -> RestingID {
        let slot = freePlaces.popLast() ?? Int32(orders.count)
        if slot == orders.count { orders.append(RestingOrder(order: order, generation: 0)) }
        let place = placeToStand(order.price, order.side)
        var queue = self[order.side][place]
        var resting = RestingOrder(order: order, generation: orders[Int(slot)].generation &+ 1)
        resting.isResting = true
        resting.before = queue.last
        orders[Int(slot)] = resting
        if queue.last >= 0 { orders[Int(queue.last)].after = slot } else { queue.first = slot }
        queue.last = slot
        queue.quantity += order.quantity
        self[order.side][place] = queue
        note(order.side, queue)
        return RestingID(slot: slot, generation: resting.generation)
    }

    /// Takes an order out; answers what was left of it, `nil` where it is gone already.
    @discardableResult
    public mutating func cancel(_ id: RestingID) -> Quantity? {
        guard let slot = slot(of: id) else { return nil }
        let left = orders[slot].order.quantity
        take(left, from: slot)
        return left
    }

    /// Makes an order smaller, which keeps its place in the queue; false where it is gone, or would not be
    /// smaller but above zero.
    public mutating func reduce(_ id: RestingID, to quantity: Quantity) -> Bool {
        guard let slot = slot(of: id) else { return false }
        let left = orders[slot].order.quantity
        guard quantity.isPositive, quantity < left else { return false }
        take(left - quantity, from: slot)
        return true
    }

    // MARK: How it keeps them

    subscript(side: Side) -> [BookQueue] {
        _read { if side == .buy { yield bids } else { yield asks } }
        _modify { if side == .buy { yield &bids } else { yield &asks } }
    }

    private func slot(of id: RestingID) -> Int? {
        guard id.slot >= 0, id.slot < orders.count else { return nil }
        let resting = orders[Int(id.slot)]
        return resting.isResting && resting.generation == id.generation ? Int(id.slot) : nil
    }

    /// Takes a part of an order, or all of it, and with the last one its level.
    mutating func take(_ quantity: Quantity, from slot: Int) {
        let order = orders[slot].order
        guard let place = place(of: order.price, order.side) else { return }
        orders[slot].order.quantity -= quantity
        self[order.side][place].quantity -= quantity
        if !orders[slot].order.quantity.isPositive { unlink(slot, at: place) }
        let queue = self[order.side][place]
        note(order.side, queue)
        if queue.first < 0 { self[order.side].remove(at: place) }
    }

    private mutating func unlink(_ slot: Int, at place: Int) {
        let (before, after) = (orders[slot].before, orders[slot].after)
        let side = orders[slot].order.side
        if before >= 0 { orders[Int(before)].after = after } else { self[side][place].first = after }
        if after >= 0 { orders[Int(after)].before = before } else { self[side][place].last = before }
        orders[slot].isResting = false
        freePlaces.append(Int32(slot))
    }

    private mutating func note(_ side: Side, _ queue: BookQueue) {
        // What a taker does to a level order by order is one change.
        if let last = changes.last, last.side == side, last.level.price == queue.price {
            changes[changes.count - 1].level.quantity = queue.quantity
        } else {
            changes.append(LevelChange(side, queue.price, queue.quantity))
        }
    }

    /// Where the level of a price stands; `nil` where it has none.
    func place(of price: Price, _ side: Side) -> Int? {
        let place = search(price, side)
        let queues = self[side]
        return place < queues.count && queues[place].price == price ? place : nil
    }

    private mutating func placeToStand(_ price: Price, _ side: Side) -> Int {
        let place = search(price, side)
        if place == self[side].count || self[side][place].price != price {
            self[side].insert(BookQueue(price), at: place)
        }
        return place
    }

    /// The first place whose price is no worse.
    private func search(_ price: Price, _ side: Side) -> Int {
        let queues = self[side]
        var (low, high) = (0, queues.count)
        while low < high {
            let middle = (low + high) / 2
            let isWorse = side == .buy ? queues[middle].price < price : queues[middle].price > price
            if isWorse { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
