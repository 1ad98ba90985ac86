import Market
import Testing

@testable import Matching

@Suite struct TakenLiquidityTests {
    /// What a buyer can still have at 101 after he took some there and the book came to show something else.
    private func left(taken quantity: Int, then books: [OrderBook]) -> Quantity {
        var taken = TakenLiquidity()
        taken.take(Quantity(quantity), at: Price(101), for: .buy)
        for book in books { taken.follow(book) }
        let level = books.last?.asks.first { $0.price == Price(101) }
        return taken.left(of: level ?? BookLevel(price: Price(101)), for: .buy)
    }

    @Test func `a level that is said again is not filled up`() {
        let same = book([(99, 1)], [(101, 10)])
        #expect(left(taken: 7, then: [same, same, same]) == Quantity(3))
    }

    @Test func `what a level grows by is new, what it shrinks by goes from what was left`() {
        let (ten, twelve, five) = (
            book([], [(101, 10)]), book([], [(101, 12)]), book([], [(101, 5)])
        )
        #expect(left(taken: 7, then: [twelve]) == Quantity(5))
        #expect(left(taken: 7, then: [five]) == .zero)
        #expect(left(taken: 7, then: [five, ten]) == Quantity(5))
    }

    @Test func `a level that is gone is forgotten, one behind what is shown is not`() {
        let ten = book([], [(101, 10)])
        #expect(left(taken: 7, then: [book([], [(102, 4)]), ten]) == Quantity(10))
        #expect(left(taken: 7, then: [book([], [(100, 4), (102, 1)]), ten]) == Quantity(10))
        #expect(left(taken: 7, then: [book([], [(100, 4)]), ten]) == Quantity(3))
        #expect(left(taken: 7, then: [OrderBook(), ten]) == Quantity(3), "a lost book tells nothing")
    }

    @Test func `the sides are apart, and far levels go first where there are too many`() {
        var taken = TakenLiquidity()
        taken.take(Quantity(1), at: Price(1000), for: .sell)
        for price in 1000...1100 { taken.take(Quantity(1), at: Price(price), for: .buy) }
        #expect(taken.bids.count == 1 && taken.asks.count == TakenLiquidity.capacity)
        #expect(taken.asks.first?.price == Price(1000) && taken.asks.last?.price == Price(1063))
        #expect(taken.left(of: BookLevel(price: Price(1000), quantity: Quantity(3)), for: .sell) == Quantity(2))
    }
}
