import Market
import Messages

/// A symbol's market as one account of a limit book, in which our orders queue by price and time.
///
/// Assumes that what a level grows by stands behind us, that what it shrinks by goes from behind us first,
/// and that a trade takes from the front of the queue, the best price first: so an order of ours is filled
/// once all that was ahead of it has traded or is gone. A trade is heard before the book that lacks what it
/// took. The market does not react to us; what we take of a level stays taken (`TakenLiquidity`).
public struct QueuedBook: Sendable {
    /// Our orders are one account: they never meet each other.
    public static let ours = BookOwner(1)

    /// What is bought and sold comes in whole steps.
    private let step: Quantity
    private var book = LimitBook()
    /// Where our orders queue, in the order in which they came.
    private var seats: [BookSeat] = []
    /// The number of the seat that was taken last.
    public private(set) var newest: UInt64 = 0
    /// Whether the market's levels are unknown.
    public private(set) var isLost = true

    public init(step: Quantity) { self.step = step }

    /// As it was: `resting` is what `LimitBook.resting` told.
    public init(step: Quantity, resting: [LimitOrder], places: [BookSeat], newest: UInt64, isLost: Bool) {
        self.init(step: step)
        (seats, self.newest, self.isLost) = (places, newest, isLost)
        for order in resting {
            let id = book.rest(order)
            guard order.owner == Self.ours else { continue }
            for place in seats.indices where seats[place].tag == order.tag { seats[place].id = id }
        }
        book.drainChanges { _ in }
    }

    /// All that rests, level by level.
    public var resting: [LimitOrder] { book.resting }

    /// Where our orders queue, without the book's names for the places, which are others in another book.
    public var places: [BookSeat] {
        seats.map { seat in
            var seat = seat
            seat.id = .none
            return seat
        }
    }

    /// Whether none of our orders queues here.
    public var isEmpty: Bool { seats.isEmpty }

    /// The orders that queue here, some perhaps twice.
    public var names: [ClientOrderID] { seats.map(\.name) }

    /// What the book shows, ours included.
    public func levels(_ side: Side) -> [BookLevel] { book.levels(side) }

    /// What stands before an order of ours at its price: the market's alone; `nil` where it doesn't queue.
    public func ahead(of name: ClientOrderID) -> Quantity? {
        guard !isLost, let seat = seats.first(where: { $0.name == name }) else { return nil }
        return book.ahead(of: seat.id, from: .market)
    }

    // MARK: - What the market tells

    /// The market has this at a level now, less what we took of it.
    public mutating func set(_ level: BookLevel, on side: Side, _ taken: inout TakenLiquidity) {
        guard !isLost else { return }
        var fills: [LimitFill] = []
        let left = taken.left(of: level, for: side.opposite).rounded(to: step, .down)
        book.quote(side, at: level.price, left, into: &fills)
        for fill in fills {
            taken.take(fill.quantity, at: level.price, for: side.opposite)
            credit(fill)
        }
        book.drainChanges { _ in }
    }

    /// The market's whole book is this. Where it was lost nobody knows who stands before us: all do.
    public mutating func show(_ shown: OrderBook, _ taken: inout TakenLiquidity) {
        guard !shown.isBare else { return lose() }
        if isLost {
            isLost = false
            sets(shown, &taken)
            for place in seats.indices where seats[place].left.isPositive { queue(place, &taken) }
            return
        }
        for side in [Side.buy, .sell] {
            let told = Set((side == .buy ? shown.bids : shown.asks).map(\.price))
            for level in book.levels(side) where !told.contains(level.price) {
                set(BookLevel(price: level.price, quantity: .zero), on: side, &taken)
            }
        }
        sets(shown, &taken)
    }

    private mutating func sets(_ shown: OrderBook, _ taken: inout TakenLiquidity) {
        for level in shown.bids { set(level, on: .buy, &taken) }
        for level in shown.asks { set(level, on: .sell, &taken) }
    }

    /// The market's book was lost: nothing is met until it is shown again.
    public mutating func lose() {
        guard !isLost else { return }
        isLost = true
        book = LimitBook()
    }

    /// Others traded: whoever took met the front of the queues, up to the price.
    public mutating func trade(_ taker: Side, _ quantity: Quantity, at price: Price) {
        let whole = quantity.rounded(to: step, .down)
        guard !isLost, whole.isPositive else { return }
        var fills: [LimitFill] = []
        _ = book.match(LimitOrder(taker, whole, at: price), meetsOwn: true, into: &fills)
        for fill in fills { credit(fill) }
        book.drainChanges { _ in }
    }

    private mutating func credit(_ fill: LimitFill) {
        guard fill.maker == Self.ours, let place = seats.firstIndex(where: { $0.tag == fill.makerTag }) else {
            return
        }
        seats[place].left -= fill.quantity
        seats[place].earned += fill.quantity
    }

    // MARK: - Our orders

    /// A taker of ours walks the market's levels, no further than `limit`: one fill a price.
    public mutating func take(
        _ side: Side, _ quantity: Quantity, limit: Price? = nil, _ taken: inout TakenLiquidity
    ) -> [MatchedFill] {
        guard !isLost, quantity.isPositive else { return [] }
        let worst = side == .buy ? Price(raw: .max) : Price(raw: 1)
        var fills: [LimitFill] = []
        let order = LimitOrder(side, quantity, at: limit ?? worst, owner: Self.ours)
        _ = book.match(order, into: &fills)
        book.drainChanges { _ in }
        return note(fills, of: side, &taken)
    }

    /// What a taker got, one fill a price, and gone for those after it.
    private func note(
        _ fills: [LimitFill], of side: Side, _ taken: inout TakenLiquidity
    ) -> [MatchedFill] {
        var got: [MatchedFill] = []
        for fill in fills {
            taken.take(fill.quantity, at: fill.price, for: side)
            if let last = got.last, last.price == fill.price {
                got[got.count - 1].quantity += fill.quantity
            } else {
                got.append(MatchedFill(fill.quantity, at: fill.price))
            }
        }
        return got
    }

    /// An order of ours rests from now on, behind all that is there. What the market offers at its price or
    /// better it has earned at once.
    public mutating func join(
        _ name: ClientOrderID, _ side: Side, _ quantity: Quantity, at price: Price,
        _ taken: inout TakenLiquidity
    ) {
        guard quantity.isPositive else { return }
        newest += 1
        seats.append(BookSeat(name: name, tag: newest, side: side, price: price, left: quantity))
        queue(seats.count - 1, &taken)
    }

    private mutating func queue(_ place: Int, _ taken: inout TakenLiquidity) {
        var seat = seats[place]
        let met = take(seat.side, seat.left, limit: seat.price, &taken)
        for fill in met {
            seat.earned += fill.quantity
            seat.left -= fill.quantity
        }
        if seat.left.isPositive, !isLost {
            let order = LimitOrder(seat.side, seat.left, at: seat.price, owner: Self.ours, tag: seat.tag)
            seat.id = book.rest(order)
            book.drainChanges { _ in }
        }
        seats[place] = seat
    }

    /// An order of ours may be filled for so much now: less of it goes from its newest place, more of it
    /// stands behind all that is there.
    public mutating func keep(
        _ name: ClientOrderID, _ side: Side, _ wanted: Quantity, at price: Price,
        _ taken: inout TakenLiquidity
    ) {
        var left = wanted
        for seat in seats where seat.name == name { left -= seat.earned }
        for place in seats.indices where seats[place].name == name {
            shrink(place, to: max(.zero, min(seats[place].left, left)))
            left -= seats[place].left
        }
        seats.removeAll { $0.name == name && !$0.left.isPositive && !$0.earned.isPositive }
        if left.isPositive { join(name, side, left, at: price, &taken) }
    }

    /// An order of ours is over.
    public mutating func leave(_ name: ClientOrderID) {
        for place in seats.indices where seats[place].name == name { shrink(place, to: .zero) }
        seats.removeAll { $0.name == name }
    }

    private mutating func shrink(_ place: Int, to quantity: Quantity) {
        guard quantity < seats[place].left else { return }
        if quantity.isPositive {
            _ = book.reduce(seats[place].id, to: quantity)
        } else {
            book.cancel(seats[place].id)
        }
        book.drainChanges { _ in }
        seats[place].left = max(.zero, quantity)
    }

    /// Takes what the market has given to an order of ours since the last call.
    public mutating func earned(_ name: ClientOrderID) -> Quantity {
        var sum = Quantity.zero
        for place in seats.indices where seats[place].name == name {
            sum += seats[place].earned
            seats[place].earned = .zero
        }
        seats.removeAll { $0.name == name && !$0.left.isPositive }
        return sum
    }
}
