import Market
import TestSupport
import Testing

@testable import Matching

@Suite struct LimitBookTests {
    private let ann = BookOwner(1)
    private let bob = BookOwner(2)

    private func order(
        _ side: Side, _ quantity: Int, at price: Int, _ owner: BookOwner = .market, tag: UInt64 = 0
    ) -> LimitOrder {
        LimitOrder(side, Quantity(quantity), at: Price(price), owner: owner, tag: tag)
    }

    @Test func `the better price is met first, and at one price who came first`() {
        var book = LimitBook()
        var fills: [LimitFill] = []
        book.rest(order(.sell, 3, at: 101, bob, tag: 1))
        book.rest(order(.sell, 2, at: 100, bob, tag: 2))
        book.rest(order(.sell, 5, at: 100, .market, tag: 3))
        let left = book.match(order(.buy, 8, at: 101, ann), into: &fills)
        #expect(left.isZero)
        #expect(fills.map(\.makerTag) == [2, 3, 1])
        #expect(fills.map(\.price) == [Price(100), Price(100), Price(101)])
        #expect(fills.map(\.makerIsDone) == [true, true, false])
        #expect(book.levels(.sell) == [BookLevel(price: Price(101), quantity: Quantity(2))])
    }

    @Test func `a taker goes no further than its price, and what is left can rest`() {
        var book = LimitBook()
        var fills: [LimitFill] = []
        book.rest(order(.sell, 1, at: 100))
        book.rest(order(.sell, 1, at: 102))
        let rest = book.add(order(.buy, 3, at: 101, ann, tag: 9), into: &fills)
        #expect(fills.count == 1)
        #expect(rest.flatMap { book[$0] } == order(.buy, 2, at: 101, ann, tag: 9))
        #expect(book.best(.buy)?.price == Price(101) && book.best(.sell)?.price == Price(102))
    }

    @Test func `reduced an order keeps its place, and a place that is used again does not answer to the old id`() {
        var book = LimitBook()
        var fills: [LimitFill] = []
        let first = book.rest(order(.buy, 4, at: 100, ann, tag: 1))
        book.rest(order(.buy, 4, at: 100, bob, tag: 2))
        let answers = [Quantity(4), .zero, Quantity(1)].map { book.reduce(first, to: $0) }
        #expect(answers == [false, false, true])
        _ = book.match(order(.sell, 2, at: 100), into: &fills)
        #expect(fills.map(\.makerTag) == [1, 2] && fills.map(\.quantity) == [Quantity(1), Quantity(1)])
        let other = book.rest(order(.buy, 7, at: 99, bob, tag: 3))
        let gone = book.cancel(first)
        #expect(book[first] == nil && gone == nil && book[other]?.quantity == Quantity(7))
    }

    @Test func `nobody meets himself unless he says so, and a quote that crosses meets the others alone`() {
        var book = LimitBook()
        var fills: [LimitFill] = []
        book.quote(.sell, at: Price(100), Quantity(5), into: &fills)
        book.rest(order(.sell, 1, at: 100, ann, tag: 4))
        #expect(book.crosses(order(.buy, 1, at: 100)) && !book.crosses(order(.buy, 1, at: 99)))
        book.quote(.buy, at: Price(100), Quantity(3), into: &fills)
        #expect(fills.map(\.makerTag) == [4])
        #expect(book.quantity(.buy, at: Price(100)) == Quantity(2))
        fills.removeAll()
        #expect(!book.crosses(order(.buy, 1, at: 100)))
        let left = book.match(order(.buy, 2, at: 100), meetsOwn: true, into: &fills)
        #expect(left.isZero && fills.count == 1 && book.quantity(.sell, at: Price(100)) == Quantity(3))
    }

    @Test func `less of a quote goes from behind those who wait, more stands behind them`() {
        var book = LimitBook()
        var fills: [LimitFill] = []
        book.quote(.buy, at: Price(100), Quantity(5), into: &fills)
        book.rest(order(.buy, 1, at: 100, ann, tag: 7))
        book.quote(.buy, at: Price(100), Quantity(8), into: &fills)
        book.quote(.buy, at: Price(100), Quantity(4), into: &fills)
        _ = book.match(order(.sell, 4, at: 100, bob), into: &fills)
        #expect(fills.count == 1)
        _ = book.match(order(.sell, 1, at: 100, bob), into: &fills)
        #expect(fills.last?.makerTag == 7)
    }

    @Test func `changes tell each level as it is after a call, once`() {
        var book = LimitBook()
        var fills: [LimitFill] = []
        book.rest(order(.sell, 1, at: 100))
        book.rest(order(.sell, 1, at: 100, ann))
        book.rest(order(.sell, 1, at: 101))
        let rested = book.takeChanges()
        #expect(rested.count == 2)
        _ = book.match(order(.buy, 3, at: 101, bob), into: &fills)
        let changes = book.takeChanges()
        #expect(changes == [LevelChange(.sell, Price(100), .zero), LevelChange(.sell, Price(101), .zero)])
        let more = book.takeChanges()
        #expect(more.isEmpty && book.count == 0)
    }

    /// The same calls to the book and to a list that is looked through from end to end.
    @Test(arguments: 0..<60 as Range<UInt64>)
    func `it does what a naive book does`(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        var book = LimitBook()
        var naive = NaiveBook()
        var ids: [(RestingID, Int)] = []
        var mirror = OrderBook()
        for step in 0..<400 {
            let side: Side = Bool.random(using: &chance) ? .buy : .sell
            let owner = BookOwner(UInt32.random(in: 0...3, using: &chance))
            let order = LimitOrder(
                side, Quantity(Int.random(in: 1...6, using: &chance)),
                at: Price(Int.random(in: 95...105, using: &chance)), owner: owner, tag: UInt64(step))
            var fills: [LimitFill] = []
            var expected: [LimitFill] = []
            switch Int.random(in: 0..<10, using: &chance) {
            case 0..<4:
                let rest = book.add(order, into: &fills)
                let met = naive.match(order, meetsOwn: false)
                expected = met.fills
                var left = order
                left.quantity = met.left
                #expect((rest != nil) == met.left.isPositive, "seed \(seed), step \(step)")
                if let rest { ids.append((rest, naive.rest(left))) }
            case 4:
                let meetsOwn = Bool.random(using: &chance)
                let left = book.match(order, meetsOwn: meetsOwn, into: &fills)
                let met = naive.match(order, meetsOwn: meetsOwn)
                expected = met.fills
                #expect(left == met.left, "seed \(seed), step \(step)")
            case 5, 6:
                let quantity = Quantity(Int.random(in: 0...6, using: &chance))
                book.quote(side, at: order.price, quantity, owner: owner, into: &fills)
                expected = naive.quote(side, at: order.price, quantity, owner: owner)
            case 7 where !ids.isEmpty:
                let (id, arrival) = ids[Int.random(in: 0..<ids.count, using: &chance)]
                let quantity = Quantity(Int.random(in: 0...5, using: &chance))
                let (does, should) = (book.reduce(id, to: quantity), naive.reduce(arrival, to: quantity))
                #expect(does == should, "seed \(seed), step \(step)")
            case 8 where !ids.isEmpty:
                let (id, arrival) = ids[Int.random(in: 0..<ids.count, using: &chance)]
                let (left, expected) = (book.cancel(id), naive.cancel(arrival))
                #expect(left == expected, "seed \(seed), step \(step)")
            default:
                let (id, arrival) = ids.randomElement(using: &chance) ?? (RestingID(slot: -1, generation: 0), -1)
                #expect(book[id] == naive.index(arrival).map { naive.orders[$0].order }, "seed \(seed)")
            }
            #expect(fills == expected, "seed \(seed), step \(step)")
            for change in book.takeChanges() { mirror.set(change.level, on: change.side, updateID: 0) }
            for side in Side.allCases {
                #expect(book.levels(side) == naive.levels(side), "seed \(seed), step \(step)")
                #expect((side == .buy ? mirror.bids : mirror.asks) == book.levels(side), "seed \(seed)")
            }
            #expect(book.count == naive.orders.count, "seed \(seed), step \(step)")
        }
    }
}
