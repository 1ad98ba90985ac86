/// The price levels of one symbol, best first, kept from a snapshot and its diffs.
public struct OrderBook: Sendable, Hashable {
    /// Highest first.
    public private(set) var bids: [BookLevel] = []
    /// Lowest first.
    public private(set) var asks: [BookLevel] = []
    /// The exchange's id of the last update applied.
    public private(set) var lastUpdateID: Int64 = 0

    public init() {}

    /// Whether a side has no level.
    public var isEmpty: Bool { bids.isEmpty || asks.isEmpty }

    /// Whether it has no level at all: it was lost, or never seen.
    public var isBare: Bool { bids.isEmpty && asks.isEmpty }

    /// The middle of best bid and ask; `nil` while a side is empty.
    public var mid: Price? {
        guard let bid = bids.first, let ask = asks.first else { return nil }
        return Price.middle(bid.price, ask.price)
    }

    /// Forgets every level: what follows must be a fresh snapshot.
    public mutating func clear() {
        bids.removeAll(keepingCapacity: true)
        asks.removeAll(keepingCapacity: true)
        lastUpdateID = 0
    }

    /// Sets one level, or removes it where its quantity is zero.
    public mutating func set(_ level: BookLevel, on side: Side, updateID: Int64) {
        lastUpdateID = max(lastUpdateID, updateID)
        if side == .buy {
            Self.set(level, in: &bids) { $0 > $1 }
        } else {
            Self.set(level, in: &asks) { $0 < $1 }
        }
    }

    private static func set(
        _ level: BookLevel, in levels: inout [BookLevel], before: (Price, Price
    ) -> Bool) {
        var low = 0
        var high = levels.count
        while low < high {
            let middle = (low + high) / 2
            if before(levels[middle].price, level.price) { low = middle + 1 } else { high = middle }
        }
        let found = low < levels.count && levels[low].price == level.price
        switch (found, level.quantity.isPositive) {
        case (true, true): levels[low] = level
        case (true, false): levels.remove(at: low)
        case (false, true): levels.insert(level, at: low)
        case (false, false): break
        }
    }

    /// What a taker of `side` would get for up to `quantity` no worse than `limit`: quantity and
    /// average price; `nil` where nothing is offered.
    public func sweep(
        _ side: Side, _ quantity: Quantity, limit: Price? = nil
    ) -> (quantity: Quantity, average: Price)? {
        var left = quantity
        var cost = Money.zero
        for level in side == .buy ? asks : bids {
            if let limit, side == .buy ? level.price > limit : level.price < limit { break }
            let taken = min(left, level.quantity)
            guard let value = taken.notional(at: level.price) else { break }
            cost += value
            left -= taken
            if left.isZero { break }
        }
        let got = quantity - left
        guard got.isPositive, let average = multiplyDivide(cost.raw, fixedPointScale, by: got.raw, .nearest)
        else {
            return nil
        }
        return (got, Price(raw: average))
    }
}
