import Configuration
import Market
import Messages
import Stages
import TestSupport
import Testing

@testable import Executor

@Suite struct BooksTests {
    @Test func `profit is closed at average cost, by side, and a fill through zero turns the position`() {
        var book = SymbolBook()
        #expect(book.apply(.buy, Quantity(1), at: Price(100)) == .zero)
        #expect(book.apply(.buy, Quantity(1), at: Price(110)) == .zero)
        #expect(book.entryPrice == Price(105))
        #expect(book.apply(.sell, Quantity(1), at: Price(120)) == Money(15))
        #expect(book.apply(.sell, Quantity(3), at: Price(95)) == Money(-10))
        #expect(book.quantity == Quantity(-2) && book.entryPrice == Price(95) && book.cost == Money(-190))
        #expect(book.apply(.buy, Quantity(2), at: Price(90)) == Money(10))
        #expect(book.quantity == .zero && book.cost == .zero && book.entryPrice == .zero)
    }

    @Test(arguments: 1...40) func `cash and positions are what the fills moved, to 1e-8`(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        // A pair that costs 0.00001 and one that costs 100,000: the average alone would not be exact.
        let scale: Int64 = seed.isMultiple(of: 2) ? 1_000 : 10_000_000_000_000
        var settings = Settings.standard
        settings.market = seed.isMultiple(of: 3) ? .spot : .um
        var books = Books(settings)
        let symbol = SymbolID(0)
        var moved = settings.capital
        for index in 0..<300 {
            let side = Side.allCases.randomElement(using: &random) ?? .buy
            let largest: Int64 = scale == 1_000 ? 90_000_000_000_000_000 / 400 : 1_000_000_000
            let quantity = Quantity(raw: .random(in: 1...largest, using: &random))
            let price = Price(raw: .random(in: scale / 2...scale * 2, using: &random))
            let fee = Money(raw: .random(in: -100...1_000_000, using: &random))
            _ = books.apply(symbol, side, quantity, at: price, fee: fee)
            moved = moved - fee - Money(raw: side.sign * (quantity.notional(at: price) ?? .zero).raw)
            books.mark(symbol, at: price)
            let worth = moved + (books[symbol].quantity.notional(at: price) ?? .zero)
            #expect(books.cash - books[symbol].cost == moved, "seed \(seed), fill \(index)")
            #expect(books.wallet.equity == worth, "seed \(seed), fill \(index)")
        }
    }

    @Test func `the account says what is free: the margin on futures, the rest of the cash on spot`() {
        var settings = Settings.standard
        settings.symbols[0].leverage = 4
        var futures = Books(settings)
        _ = futures.apply(SymbolID(0), .sell, Quantity(1), at: Price(2000), fee: Money(1))
        #expect(futures.wallet.total == Quantity(9_999) && futures.wallet.free == Quantity(9_499))
        settings.market = .spot
        var spot = Books(settings)
        _ = spot.apply(SymbolID(0), .buy, Quantity(1), at: Price(2000), fee: Money(1))
        #expect(spot.wallet.total == Quantity(7_999) && spot.wallet.free == Quantity(7_999))
        spot.mark(SymbolID(0), at: Price(2100))
        #expect(spot.wallet.equity == Money(10_099))
        #expect(spot.account(SymbolID(0)).total == Quantity(1))
    }

    @Test func `rows without their fills are taken at their average`() {
        var books = Books(.standard)
        var row = Account()
        row.symbol = SymbolID(1)
        row.total = Quantity(-2)
        row.entryPrice = Price(50)
        row.fees = Money(3)
        books.recover(row)
        row = Account()
        row.total = Quantity(500)
        books.recover(row)
        books.finishRecovery()
        #expect(books[SymbolID(1)].cost == Money(-100) && books[SymbolID(1)].fees == Money(3))
        #expect(books.wallet.total == Quantity(500))
    }

    @Test func `what pairs came to that are traded no more counts in the account's profit, fees and word`() {
        var books = Books(.standard)
        var former = Account()
        former.asset = Account.formerPairs
        (former.realisedPnL, former.fees) = (Money(-3), Money(2))
        #expect(books.former == nil)
        books.recover(former)
        books.recover(former)
        var wallet = Account()
        (wallet.asset, wallet.total) = ("USDT", Quantity(9_990))
        books.recover(wallet)
        books.finishRecovery()
        #expect(books.wallet.realisedPnL == Money(-6) && books.wallet.fees == Money(4))
        #expect(books.wallet.total == Quantity(9_990) && books.former?.fees == Money(4))
        #expect(books.former?.asset == Account.formerPairs && books.former?.symbol == SymbolID.none)
    }
}
