import Market

/// What our own orders took of the levels that a symbol's book shows: recorded and live books don't know
/// of it, so it is kept beside them and taken off whatever is asked for next.
///
/// A level that is said again is the same liquidity: what it grows by is new, what it shrinks by goes from
/// what was left first, and only a level that is gone is forgotten. Levels behind those that are shown are
/// kept in mind.
public struct TakenLiquidity: Sendable, Hashable {
    /// Levels kept on a side; those furthest from the market go first.
    public static let capacity = 64

    /// By side of the book, best first.
    public private(set) var bids: [BookLevel] = []
    public private(set) var asks: [BookLevel] = []

    public init() {}

    public init(bids: [BookLevel], asks: [BookLevel]) { (self.bids, self.asks) = (bids, asks) }

    /// Whether nothing that may still be shown was taken.
    public var isEmpty: Bool { bids.isEmpty && asks.isEmpty }

    /// What is left of a level for a taker of `side` (a buy takes asks).
    public func left(of level: BookLevel, for side: Side) -> Quantity {
        let taken = (side == .buy ? asks : bids).first { $0.price == level.price }
        return max(.zero, level.quantity - (taken?.quantity ?? .zero))
    }

    /// Notes that a taker of `side` took something at a price.
    public mutating func take(_ quantity: Quantity, at price: Price, for side: Side) {
        if side == .buy {
            Self.add(quantity, at: price, to: &asks) { $0 < $1 }
        } else {
            Self.add(quantity, at: price, to: &bids) { $0 > $1 }
        }
    }

    private static func add(
        _ quantity: Quantity, at price: Price, to levels: inout [BookLevel],
        isBetter: (Price, Price) -> Bool
    ) {
        let place = levels.firstIndex { !isBetter($0.price, price) } ?? levels.count
        if place < levels.count, levels[place].price == price {
            levels[place].quantity += quantity
        } else {
            levels.insert(BookLevel(price: price, quantity: quantity), at: place)
            if levels.count > capacity { levels.removeLast() }
        }
    }

    /// A whole update of the book has come: forgets what is no longer shown, and of what is shown less now
    /// than we took, the difference, so that what it grows by later is new. A book that was lost tells
    /// nothing.
    public mutating func follow(_ book: OrderBook) {
        guard !isEmpty, !book.isBare else { return }
        Self.follow(book.bids, &bids) { $0 > $1 }
        Self.follow(book.asks, &asks) { $0 < $1 }
    }

    private static func follow(
        _ shown: [BookLevel], _ taken: inout [BookLevel], isBetter: (Price, Price) -> Bool
    ) {
        guard let last = shown.last else { return taken.removeAll() }
        for place in taken.indices.reversed() where !isBetter(last.price, taken[place].price) {
            let level = shown.first { $0.price == taken[place].price }
            taken[place].quantity = min(taken[place].quantity, level?.quantity ?? .zero)
            if taken[place].quantity.isZero { taken.remove(at: place) }
        }
    }
}
