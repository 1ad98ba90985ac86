import Market

extension LimitBook {
    /// A taker meets what rests on the other side, no further than its price: the best price first, at one
    /// price who came first, each at the maker's price.
    ///
    /// - Parameter meetsOwn: whether it meets what its owner has there, too, as the trades of a market among
    ///   itself do. Otherwise that is passed over: a venue that forbids trades with oneself removes one of
    ///   the two before it asks.
    /// - Returns: what is left of the taker; nothing of it rests.
    public mutating func match(
        _ taker: LimitOrder, meetsOwn: Bool = false, into fills: inout [LimitFill]
    ) -> Quantity {
        let side = taker.side.opposite
        var left = taker.quantity
        // From the best level down: one that is emptied leaves, and those below it keep their places.
        var place = self[side].count - 1
        while place >= 0, left.isPositive, reaches(taker, self[side][place].price) {
            matchLevel(taker, meetsOwn, at: place, &left, into: &fills)
            place -= 1
        }
        return left
    }

    /// Matches an order and lets the rest of it rest.
    ///
    /// - Returns: where the rest is; `nil` where nothing is left.
    public mutating func add(_ order: LimitOrder, into fills: inout [LimitFill]) -> RestingID? {
        var rest = order
        rest.quantity = match(order, into: &fills)
        return rest.quantity.isPositive ? self.rest(rest) : nil
    }

    /// Whether an order would meet anyone but its owner.
    public func crosses(_ order: LimitOrder) -> Bool {
        for queue in self[order.side.opposite].reversed() {
            guard reaches(order, queue.price) else { return false }
            if hasOthers(queue, than: order.owner) { return true }
        }
        return false
    }

    /// Sets what an owner quotes at a price, as a market's feed tells it: more of it meets others' orders
    /// that it crosses and then stands behind all that is there, less of it goes from the end of the queue,
    /// so that nobody who waits is flattered.
    public mutating func quote(
        _ side: Side, at price: Price, _ quantity: Quantity, owner: BookOwner = .market,
        into fills: inout [LimitFill]
    ) {
        var has = Quantity.zero
        if let place = place(of: price, side) { has = total(of: owner, in: self[side][place]) }
        if quantity > has {
            _ = add(LimitOrder(side, quantity - has, at: price, owner: owner), into: &fills)
        } else if quantity < has {
            withdraw(has - quantity, side, at: price, owner)
        }
    }

    private func reaches(_ taker: LimitOrder, _ price: Price) -> Bool {
        taker.side == .buy ? price <= taker.price : price >= taker.price
    }

    private mutating func matchLevel(
        _ taker: LimitOrder, _ meetsOwn: Bool, at place: Int, _ left: inout Quantity,
        into fills: inout [LimitFill]
    ) {
        let side = taker.side.opposite
        var slot = self[side][place].first
        while slot >= 0, left.isPositive {
            let maker = orders[Int(slot)]
            let next = maker.after
            if meetsOwn || maker.order.owner != taker.owner {
                let quantity = min(left, maker.order.quantity)
                left -= quantity
                take(quantity, from: Int(slot))
                fills.append(
                    LimitFill(
                        maker: maker.order.owner, makerTag: maker.order.tag,
                        makerIsDone: quantity == maker.order.quantity, price: maker.order.price,
                        quantity: quantity))
            }
            slot = next
        }
    }

    private func hasOthers(_ queue: BookQueue, than owner: BookOwner) -> Bool {
        var slot = queue.first
        while slot >= 0 {
            if orders[Int(slot)].order.owner != owner { return true }
            slot = orders[Int(slot)].after
        }
        return false
    }

    private func total(of owner: BookOwner, in queue: BookQueue) -> Quantity {
        var total = Quantity.zero
        var slot = queue.first
        while slot >= 0 {
            let order = orders[Int(slot)].order
            if order.owner == owner { total += order.quantity }
            slot = orders[Int(slot)].after
        }
        return total
    }

    private mutating func withdraw(_ quantity: Quantity, _ side: Side, at price: Price, _ owner: BookOwner) {
        guard let place = place(of: price, side) else { return }
        var left = quantity
        var slot = self[side][place].last
        while slot >= 0, left.isPositive {
            let resting = orders[Int(slot)]
            if resting.order.owner == owner {
                let part = min(left, resting.order.quantity)
                take(part, from: Int(slot))
                left -= part
            }
            slot = resting.before
        }
    }
}
