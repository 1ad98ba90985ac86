import Market
import Messages
import TestSupport
import Testing

@testable import Matching

@Suite struct QueuedBookTests {
    private let a = ClientOrderID(signal: "a", leg: 1)
    private let b = ClientOrderID(signal: "b", leg: 1)

    private func level(_ price: Int, _ quantity: Int) -> BookLevel {
        BookLevel(price: Price(price), quantity: Quantity(quantity))
    }

    /// A book that shows levels, and what was taken of it: nothing yet.
    private func shown(bids: [BookLevel], asks: [BookLevel]) -> (QueuedBook, TakenLiquidity) {
        var (queue, taken) = (QueuedBook(step: Quantity(1)), TakenLiquidity())
        queue.show(told(bids: bids, asks: asks), &taken)
        return (queue, taken)
    }

    private func told(bids: [BookLevel], asks: [BookLevel]) -> OrderBook {
        var book = OrderBook()
        for level in bids { book.set(level, on: .buy, updateID: 1) }
        for level in asks { book.set(level, on: .sell, updateID: 1) }
        return book
    }

    @Test func `what rests is filled once all that was ahead of it has traded, and in parts`() {
        var (queue, taken) = shown(bids: [level(100, 5)], asks: [level(101, 5)])
        queue.join(a, .buy, Quantity(4), at: Price(100), &taken)
        #expect(queue.ahead(of: a) == Quantity(5))
        queue.trade(.sell, Quantity(3), at: Price(100))
        #expect(queue.earned(a).isZero && queue.ahead(of: a) == Quantity(2))
        queue.trade(.sell, Quantity(3), at: Price(100))
        #expect(queue.earned(a) == Quantity(1), "two were ahead")
        queue.trade(.buy, Quantity(9), at: Price(101))
        #expect(queue.earned(a).isZero, "somebody bought")
        queue.trade(.sell, Quantity(9), at: Price(100))
        #expect(queue.earned(a) == Quantity(3) && queue.isEmpty)
    }

    @Test func `who leaves the level stood behind us, and who comes does`() {
        var (queue, taken) = shown(bids: [level(100, 5)], asks: [])
        queue.join(a, .buy, Quantity(4), at: Price(100), &taken)
        queue.set(level(100, 8), on: .buy, &taken)
        #expect(queue.ahead(of: a) == Quantity(5))
        queue.set(level(100, 6), on: .buy, &taken)
        #expect(queue.ahead(of: a) == Quantity(5), "one of three behind is left")
        queue.set(level(100, 2), on: .buy, &taken)
        #expect(queue.ahead(of: a) == Quantity(2), "cancelled before us, too")
        queue.set(level(100, 0), on: .buy, &taken)
        #expect(queue.ahead(of: a) == Quantity.zero)
        queue.trade(.sell, Quantity(1), at: Price(100))
        #expect(queue.earned(a) == Quantity(1))
    }

    @Test func `the better price comes first, whoever came first`() {
        var (queue, taken) = shown(bids: [level(99, 5)], asks: [])
        queue.join(a, .buy, Quantity(2), at: Price(99), &taken)
        queue.join(b, .buy, Quantity(2), at: Price(100), &taken)
        queue.set(level(101, 1), on: .buy, &taken)
        queue.trade(.sell, Quantity(4), at: Price(99))
        #expect(queue.earned(b) == Quantity(2), "behind one at 101")
        #expect(queue.earned(a).isZero && queue.ahead(of: a) == Quantity(4))
    }

    @Test func `of two of ours at a price the first is filled first, and they never meet each other`() {
        var (queue, taken) = shown(bids: [level(99, 5)], asks: [level(103, 5)])
        queue.join(a, .buy, Quantity(2), at: Price(101), &taken)
        queue.join(b, .buy, Quantity(2), at: Price(101), &taken)
        queue.trade(.sell, Quantity(3), at: Price(101))
        #expect(queue.earned(a) == Quantity(2) && queue.earned(b) == Quantity(1))
        let sold = queue.take(.sell, Quantity(9), limit: Price(99), &taken)
        #expect(sold == [MatchedFill(Quantity(5), at: Price(99))], "the market's alone")
        #expect(queue.earned(b).isZero && queue.ahead(of: b) == Quantity.zero)
    }

    @Test func `the market's quote that comes to our price gives what it shows, once`() {
        var (queue, taken) = shown(bids: [level(98, 5)], asks: [level(105, 5)])
        queue.join(a, .buy, Quantity(9), at: Price(100), &taken)
        queue.set(level(100, 3), on: .sell, &taken)
        #expect(queue.earned(a) == Quantity(3))
        queue.set(level(100, 3), on: .sell, &taken)
        #expect(queue.earned(a).isZero, "the level told again")
        queue.set(level(99, 2), on: .sell, &taken)
        #expect(queue.earned(a) == Quantity(2), "another one")
        queue.set(level(100, 4), on: .sell, &taken)
        #expect(queue.earned(a) == Quantity(1), "one is new")
    }

    @Test func `what a taker took stays taken, and it waits for nothing behind its limit`() {
        var (queue, taken) = shown(bids: [], asks: [level(100, 2), level(101, 3), level(102, 9)])
        let fills = queue.take(.buy, Quantity(8), limit: Price(101), &taken)
        #expect(fills == [MatchedFill(Quantity(2), at: Price(100)), MatchedFill(Quantity(3), at: Price(101))])
        queue.set(level(100, 2), on: .sell, &taken)
        #expect(queue.take(.buy, Quantity(1), limit: Price(101), &taken).isEmpty)
        queue.show(told(bids: [], asks: [level(100, 2), level(101, 4)]), &taken)
        #expect(queue.take(.buy, Quantity(9), &taken) == [MatchedFill(Quantity(1), at: Price(101))])
    }

    @Test func `a book that was lost gives nothing, and after it all stand before us`() {
        var (queue, taken) = shown(bids: [level(100, 2)], asks: [level(101, 2)])
        queue.join(a, .buy, Quantity(4), at: Price(100), &taken)
        queue.trade(.sell, Quantity(3), at: Price(100))
        queue.show(OrderBook(), &taken)
        queue.trade(.sell, Quantity(9), at: Price(100))
        #expect(queue.isLost && queue.take(.buy, Quantity(1), &taken).isEmpty)
        queue.show(told(bids: [level(100, 7)], asks: [level(101, 2)]), &taken)
        #expect(queue.ahead(of: a) == Quantity(7))
        #expect(queue.earned(a) == Quantity(1), "earned before")
        queue.trade(.sell, Quantity(20), at: Price(100))
        #expect(queue.earned(a) == Quantity(3) && queue.isEmpty)
    }

    @Test func `less of an order keeps its place, more of it stands behind`() {
        var (queue, taken) = shown(bids: [level(100, 2)], asks: [])
        queue.join(a, .buy, Quantity(4), at: Price(100), &taken)
        queue.set(level(100, 5), on: .buy, &taken)
        queue.keep(a, .buy, Quantity(3), at: Price(100), &taken)
        queue.keep(a, .buy, Quantity(6), at: Price(100), &taken)
        queue.trade(.sell, Quantity(6), at: Price(100))
        #expect(queue.earned(a) == Quantity(3), "two before, three behind, of which one is met")
        queue.trade(.sell, Quantity(3), at: Price(100))
        #expect(queue.earned(a) == Quantity(1))
        queue.leave(a)
        #expect(queue.isEmpty && queue.levels(.buy).isEmpty)
    }

    @Test func `a crowd of orders is filled as in a naive list, and never beyond what was there`() {
        for seed in 1...6 as ClosedRange<UInt64> { Self.compare(seed) }
    }

    /// Plays one seed in both.
    private static func compare(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var (queue, taken, naive) = (QueuedBook(step: Quantity(1)), TakenLiquidity(), NaiveQueue())
        var shown = OrderBook()
        shown.set(BookLevel(price: Price(90), quantity: Quantity(1)), on: .buy, updateID: 1)
        queue.show(shown, &taken)
        naive.tell(BookLevel(price: Price(90), quantity: Quantity(1)), .buy)
        var earned: [Int: Quantity] = [:]
        for number in 0..<300 {
            let side: Side = random.once(in: 2) ? .buy : .sell
            let away = Int.random(in: 0...3, using: &random) * (random.once(in: 8) ? -1 : 1)
            let price = Price(side == .buy ? 100 - away : 100 + away)
            let quantity = Quantity(Int.random(in: 1...9, using: &random))
            let before = (0..<number).map { queue.ahead(of: name($0)) }
            let sum = naive.earned.values.reduce(.zero, +)
            switch Int.random(in: 0..<8, using: &random) {
            case 0...2:
                let level = BookLevel(price: price, quantity: random.once(in: 3) ? .zero : quantity)
                shown.set(level, on: side, updateID: 1)
                queue.set(level, on: side, &taken)
                naive.tell(level, side)
                #expect(naive.earned.values.reduce(.zero, +) - sum <= level.quantity, "seed \(seed)")
            case 3, 4:
                queue.trade(side.opposite, quantity, at: price)
                naive.trade(side.opposite, quantity, at: price)
                #expect(naive.earned.values.reduce(.zero, +) - sum <= quantity, "seed \(seed)")
                for (order, ahead) in before.enumerated() {
                    let got = (naive.earned[order] ?? .zero) - (earned[order] ?? .zero)
                    #expect(got.isZero || got <= quantity - (ahead ?? .zero), "\(order) of seed \(seed)")
                }
            case 5:
                queue.join(name(number), side, quantity, at: price, &taken)
                naive.join(number, side, quantity, at: price)
            case 6:
                let got = queue.take(side.opposite, quantity, limit: price, &taken)
                let met = naive.take(side.opposite, quantity, to: price)
                #expect(got.reduce(Quantity.zero) { $0 + $1.quantity } == met, "seed \(seed)")
            default:
                guard let order = (0..<number).randomElement(using: &random) else { continue }
                earned[order, default: .zero] += queue.earned(name(order))
                queue.leave(name(order))
                naive.leave(order)
            }
            taken.follow(shown)
            naive.taken.follow(shown)
            for order in 0...number {
                let got = queue.earned(name(order))
                if got.isPositive { earned[order, default: .zero] += got }
                #expect(queue.ahead(of: name(order)) == naive.ahead(of: order), "\(order) of seed \(seed)")
            }
            #expect(earned.filter { $0.value.isPositive } == naive.earned, "step \(number) of seed \(seed)")
            if random.once(in: 20) { queue = again(queue) }
        }
    }

    private static func name(_ number: Int) -> ClientOrderID {
        ClientOrderID(signal: Label(clipping: "o\(number)"), leg: 1)
    }

    /// As it is after it was kept and taken back.
    private static func again(_ queue: QueuedBook) -> QueuedBook {
        QueuedBook(
            step: Quantity(1), resting: queue.resting, places: queue.places, newest: queue.newest,
            isLost: queue.isLost)
    }
}
