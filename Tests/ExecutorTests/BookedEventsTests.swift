import Market
import Messages
import Stages
import TestSupport
import Testing

@testable import Executor

/// What is told twice is booked once, whatever its numbers look like, and for good.
@Suite struct BookedEventsTests {
    private func fill(_ id: UInt64, symbol: Int = 0, raw: Int64 = 100_000) -> VenueEvent {
        var event = VenueEvent()
        (event.kind, event.eventID, event.symbol) = (.filled, id, SymbolID(symbol))
        event.clientOrderID = ClientOrderID(signal: Label(clipping: "s\(id)-\(symbol)"), leg: 1)
        (event.quantity, event.price) = (Quantity(raw: raw), Price(100))
        event.side = id.isMultiple(of: 2) ? .sell : .buy
        return event
    }

    @Test(arguments: [true, false]) func `a fill is known again after ten thousand others and a restart`(
        _ rises: Bool
    ) {
        var random = SeededGenerator(seed: 3)
        var desk = Desk()
        let numbers = (1...10_001).map { rises ? UInt64($0) * 977 : random.next() }
        for number in numbers { desk.step([(.executor, .message(.venueEvent(fill(number))))]) }
        #expect(desk.fills.map(\.fillID) == (1...10_001).map { UInt64($0) })
        #expect(desk.fills.map(\.venueID) == numbers)
        let wallet = desk.executor.books.wallet
        for restarts in [false, true] {
            if restarts { desk.executor = started(again: desk) }
            let before = desk.records.count
            for number in [numbers[0], numbers[5_000], numbers[10_000]] {
                desk.step([(.executor, .message(.venueEvent(fill(number))))])
            }
            #expect(desk.executor.books.wallet == wallet && desk.records.count == before)
        }
        let new = numbers.max().map { $0 == .max ? 1 : $0 + 1 } ?? 1
        desk.step([(.executor, .message(.venueEvent(fill(new))))])
        #expect(desk.fills.last?.fillID == 10_002)
    }

    /// An executor with what is durable of another.
    private func started(again desk: Desk) -> ExecutorStage {
        var executor = ExecutorStage(settings: desk.settings)
        for record in desk.records { if case .fill = record { executor.recover(record) } }
        for record in desk.records.reversed() {
            guard case .account(let row) = record, row.asset == "USDT" else { continue }
            executor.recover(record)
            break
        }
        executor.books.finishRecovery()
        return executor
    }

    @Test func `two pairs with the same number are two fills, in whichever order they are told`() {
        var desk = Desk()
        for number: UInt64 in [9, 3, 7, 3, 9, 1] {
            for symbol in 0..<3 {
                desk.step([(.executor, .message(.venueEvent(fill(number, symbol: symbol))))])
            }
        }
        #expect(desk.fills.map(\.fillID) == (1...12).map { UInt64($0) })
        for symbol in 0..<3 {
            let told = desk.fills.filter { $0.symbol.int == symbol }.map(\.venueID)
            #expect(told == [9, 3, 7, 1])
        }
    }

    @Test func `a fill and a payment of funding with the same number are two`() {
        var desk = Desk()
        var funding = VenueEvent()
        (funding.kind, funding.eventID, funding.symbol, funding.fee) = (.funding, 5, SymbolID(0), Money(1))
        for _ in 0..<2 {
            desk.step([
                (.executor, .message(.venueEvent(fill(5)))), (.executor, .message(.venueEvent(funding))),
            ])
        }
        #expect(desk.fills.count == 1)
        #expect(desk.executor.books[SymbolID(0)].fees == Money(1))
    }

    @Test func `a fee in BNB is booked with its fill, once, whatever is told again, and is no money of the account`() throws {
        var desk = Desk()
        func tell(_ event: VenueEvent) { desk.step([(.executor, .message(.venueEvent(event)))]) }
        func fee(_ id: UInt64, _ amount: Int64) -> VenueEvent {
            var event = fill(id)
            (event.kind, event.quantity) = (.feeInBNB, Quantity(raw: amount))
            return event
        }
        let cash = desk.executor.books.cash
        // The first one's telling ended before its fill.
        for event in [fee(1, 700), fee(1, 700), fill(1), fee(1, 700), fill(1), fill(3), fee(5, 11), fill(5), fee(7, 1)] { tell(event) }
        #expect(desk.executor.books.paidInBNB == Quantity(raw: 711) && desk.executor.books.cash == cash)
        let rows = desk.records.compactMap { (record: Record) -> Quantity? in
            if case .account(let row) = record, row.asset == Account.feeAsset { row.total } else { nil }
        }
        #expect(rows == [Quantity(raw: -700), Quantity(raw: -711)])
        var again = ExecutorStage(settings: desk.settings)
        for record in desk.records { again.recover(record) }
        #expect(again.books.paidInBNB == Quantity(raw: 711) && again.books.wallet.total == desk.executor.books.wallet.total)
    }

    @Test func `the numbers go on behind those of a pair that is not traded any more`() {
        var former = Fill()
        former.fillID = 41
        var desk = Desk()
        desk.executor.recover(.fill(former))
        desk.step([(.executor, .message(.venueEvent(fill(1))))])
        #expect(desk.fills.map(\.fillID) == [42])
    }

    @Test func `a set of numbers takes each once, and comes back as it was saved`() throws {
        var random = SeededGenerator(seed: 8)
        var set = NumberSet()
        var known: Set<UInt64> = []
        for _ in 0..<3_000 {
            let number = Bool.random(using: &random) ? UInt64.random(in: 0...500, using: &random) : random.next()
            #expect(set.insert(number) == known.insert(number).inserted)
        }
        var writer = StateWriter()
        set.save(into: &writer)
        var reader = StateReader(writer.bytes)
        var again = NumberSet()
        try again.restore(from: &reader)
        #expect(again.count == known.count && known.allSatisfy { !again.insert($0) })
    }
}
