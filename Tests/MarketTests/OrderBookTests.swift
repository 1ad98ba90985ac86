import Market
import TestSupport
import Testing

@Suite struct OrderBookTests {
    @Test func `levels stay sorted and unique whatever comes`() {
        for seed in UInt64(1)...100 {
            var generator = SeededGenerator(seed: seed)
            var book = OrderBook()
            var bids: [Int64: Int64] = [:]
            for update in 1...200 {
                let price = Int64.random(in: 1...40, using: &generator)
                let quantity = generator.once(in: 3) ? 0 : Int64.random(in: 1...9, using: &generator)
                book.set(BookLevel(price: Price(raw: price), quantity: Quantity(raw: quantity)), on: .buy, updateID: Int64(update))
                bids[price] = quantity == 0 ? nil : quantity
            }
            let expected = bids.sorted { $0.key > $1.key }.map { BookLevel(price: Price(raw: $0), quantity: Quantity(raw: $1)) }
            #expect(book.bids == expected && book.asks.isEmpty && book.mid == nil && book.isEmpty, "seed \(seed)")
            #expect(book.lastUpdateID == 200)
        }
    }

    private var book: OrderBook {
        var book = OrderBook()
        for (price, quantity) in [(101, 1), (103, 2), (102, 1)] {
            book.set(BookLevel(price: Price(price), quantity: Quantity(quantity)), on: .sell, updateID: 1)
        }
        book.set(BookLevel(price: Price(99), quantity: Quantity(4)), on: .buy, updateID: 2)
        return book
    }

    @Test func `a sweep pays level by level`() throws {
        #expect(book.mid == Price(100) && book.asks.map(\.price) == [Price(101), Price(102), Price(103)])
        let two = try #require(book.sweep(.buy, Quantity(2)))
        #expect(two.quantity == Quantity(2) && two.average == Price(raw: 10_150_000_000))
        let all = try #require(book.sweep(.buy, Quantity(9)))
        #expect(all.quantity == Quantity(4) && all.average == Price(raw: 10_225_000_000))
        let limited = try #require(book.sweep(.buy, Quantity(9), limit: Price(102)))
        #expect(limited.quantity == Quantity(2))
        #expect(book.sweep(.buy, Quantity(1), limit: Price(100)) == nil)
        #expect(book.sweep(.sell, Quantity(1), limit: Price(99))?.average == Price(99))
    }

    @Test func `a cleared book is empty`() {
        var book = book
        book.clear()
        #expect(book == OrderBook() && book.sweep(.buy, Quantity(1)) == nil)
    }
}
