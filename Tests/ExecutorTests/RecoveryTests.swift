import Market
import Messages
import PaperVenue
import Stages
import Testing

@testable import Executor

@Suite struct RecoveryTests {
    private func desk() -> Desk {
        var desk = Desk()
        desk.candle(100_000, 100_000, 100_000, 100_000)
        return desk
    }

    @Test func `after kill -9 the same stop fires, and ten starts change nothing`() {
        var desk = desk()
        desk.submit(desk.entry("a"))
        desk.candle(100_000, 100_500, 99_500, 100_000)
        var undisturbed = desk
        for _ in 0..<10 { desk.crash() }
        #expect(desk.fills.isEmpty)
        #expect(desk.executor.books[SymbolID(0)].cost == undisturbed.executor.books[SymbolID(0)].cost)
        #expect(desk.position() == 0.003)
        undisturbed.candle(99_500, 99_600, 98_500, 98_800)
        desk.candle(99_500, 99_600, 98_500, 98_800)
        #expect(desk.fills.map(\.price) == undisturbed.fills.suffix(1).map(\.price))
        #expect(desk.fills.first?.purpose == .stop)
        #expect(desk.executor.books.wallet == undisturbed.executor.books.wallet)
    }

    @Test func `an order that waits when the process dies is found and filled once`() {
        var desk = desk()
        desk.submit(desk.entry("a"))
        desk.crash()
        #expect(desk.order("a")?.status == .new)
        desk.candle(100_000, 100_500, 99_500, 100_000)
        desk.crash()
        desk.submit(desk.entry("a"))
        desk.candle(100_000, 100_500, 99_500, 100_000)
        #expect(desk.position() == 0.003 && desk.protected().description == "0.003")
    }

    @Test func `funding is paid once, however often the executor starts and the venue says it`() throws {
        var desk = Desk()
        desk.time = desk.time + .minutes(477)
        desk.candle(100_000, 100_000, 100_000, 100_000)
        desk.submit(desk.entry("a"))
        desk.candle(100_000, 100_500, 99_500, 100_000)
        let before = desk.executor.books.wallet.total
        desk.candle(100_000, 100_500, 99_500, 100_000)
        let events = desk.published.compactMap { message in
            if case .venueEvent(let event) = message, event.kind == .funding { event } else { nil }
        }
        let funding = try #require(events.first)
        let paid = desk.executor.books.wallet.total
        #expect(events.count == 1 && paid != before)
        for _ in 0..<3 {
            desk.crash()
            desk.step([(.executor, .message(.venueEvent(funding)))])
            #expect(desk.executor.books.wallet.total == paid)
        }
        desk.candle(100_000, 100_500, 99_500, 100_000)
        #expect(desk.executor.books.wallet.total == paid)
    }

    @Test func `the children of an approval count on through a restart`() {
        var desk = desk()
        desk.submit(desk.entry("a", 0.003, leg: 1, approved: 0.005))
        desk.crash()
        desk.candle(100_000, 100_500, 99_500, 100_000)
        #expect(
            desk.submit(desk.entry("a", 0.003, leg: 2, approved: 0.005))?.reason.code == .approvalMismatch)
        #expect(desk.submit(desk.entry("a", 0.002, leg: 3, approved: 0.005))?.accepted == true)
    }

    @Test func `a lost answer leaves the order unknown until the venue tells`() {
        var desk = desk()
        desk.fate = .answerLost
        desk.submit(desk.entry("a"))
        #expect(desk.order("a")?.status == .unknown)
        #expect(desk.timers == [desk.time + ExecutorStage.askAgainAfter])
        desk.fate = .delivered
        desk.step([(.executor, .woken(TimerID(1)))])
        #expect(desk.order("a")?.status == .new)
        desk.candle(100_000, 100_500, 99_500, 100_000)
        #expect(desk.fills.count == 1)
    }

    @Test func `an end that was kept but not said before the process died is said after its start`() {
        var desk = desk()
        desk.submit(desk.entry("a"))
        desk.candle(100_000, 100_500, 99_500, 100_000)
        desk.crash()
        let told = desk.published.contains { message in
            if case .orderState(let order) = message {
                order.clientOrderID == ClientOrderID(signal: "a", leg: 1) && order.status == .filled
            } else {
                false
            }
        }
        #expect(told)
    }

    @Test func `a late "not found" ends no confirmed order before the venue is asked again`() {
        var desk = desk()
        let id = desk.entry("a").intent.clientOrderID
        var late = VenueAnswer()
        late.clientOrderID = id
        desk.submit(desk.entry("a"))
        desk.step([(.executor, .answered(RequestID(id, .venueCancel), .venueAnswer(late)))])
        #expect(desk.order("a")?.status == .new && desk.executor.reconciliation.isOver)
        desk.venue = PaperVenueStage(settings: desk.settings)
        desk.step([(.executor, .answered(RequestID(id, .venueQuery), .venueAnswer(late)))])
        #expect(desk.order("a")?.status == .cancelled && desk.order("a")?.reason.code == .unknownOrder)
    }

    @Test func `a fill that wins the race against its cancel, or comes before the answer, counts`() {
        var desk = desk()
        let order = desk.entry("a").intent
        desk.executor.ledger.add(OrderRecord(intent: order, status: .pending, created: desk.time))
        var event = VenueEvent()
        event.clientOrderID = order.clientOrderID
        event.symbol = order.symbol
        event.price = Price(100_000)
        for (number, kind) in [(1, VenueEventKind.filled), (2, .cancelled), (3, .filled), (4, .accepted)] {
            event.eventID = UInt64(number)
            event.kind = kind
            event.quantity = Quantity(raw: number == 1 ? 100_000 : 200_000)
            desk.step([(.executor, .message(.venueEvent(event)))])
        }
        #expect(desk.states.map(\.status) == [.partiallyFilled, .cancelled, .filled])
        #expect(desk.position() == 0.003 && desk.fills.map(\.fillID) == [1, 2])
        #expect(desk.fills.map(\.venueID) == [1, 3])
    }

    @Test func `what never left is refused, and an entry that nobody knows expires unsent`() {
        var desk = desk()
        desk.fate = .neverSent
        desk.submit(desk.entry("a"))
        #expect(desk.order("a")?.status == .rejected && desk.order("a")?.reason.code == .venueGone)

        desk.fate = .delivered
        let lost = desk.entry("b").intent
        desk.executor.ledger.add(OrderRecord(intent: lost, status: .unknown, created: desk.time))
        desk.step([(.executor, .woken(TimerID(1)))])
        #expect(desk.order("b")?.status == .unknown && desk.venue.rows.isEmpty)
        desk.time = desk.time + .minutes(11)
        desk.step([(.executor, .woken(TimerID(1)))])
        #expect(desk.order("b")?.status == .expired && desk.order("b")?.reason.code == .expired)
    }

    @Test func `a fill that comes twice is booked once, one for an unknown order is taken on`() {
        var desk = desk()
        desk.submit(desk.entry("a"))
        desk.candle(100_000, 100_500, 99_500, 100_000)
        let events = desk.published.filter { if case .venueEvent = $0 { true } else { false } }
        let before = desk.executor.books.wallet
        for event in events { desk.step([(.executor, .message(event))]) }
        #expect(desk.executor.books.wallet == before && desk.fills.count == 1)

        var foreign = VenueEvent()
        foreign.eventID = 900
        foreign.kind = .filled
        foreign.clientOrderID = ClientOrderID(signal: "by-hand", leg: 1)
        foreign.symbol = SymbolID(0)
        foreign.side = .sell
        foreign.purpose = .exit
        foreign.quantity = Quantity(raw: 300_000)
        foreign.price = Price(100_000)
        desk.step([(.executor, .message(.venueEvent(foreign)))])
        #expect(desk.position() == 0 && desk.order("by-hand")?.status == .filled)
    }

    @Test func `saved and restored stages say the same as those that went on`() throws {
        var desk = desk()
        desk.submit(desk.entry("a", 0.003, approved: 0.005))
        desk.candle(100_000, 100_500, 99_500, 100_000)
        desk.submit(desk.entry("e", 0.05, symbol: 1, stop: 99_000, target: 103_000))
        var (executor, venue) = (StateWriter(), StateWriter())
        desk.executor.save(into: &executor)
        desk.venue.save(into: &venue)
        var again = desk
        again.executor = ExecutorStage(settings: desk.settings)
        again.venue = PaperVenueStage(settings: desk.settings)
        var (executorBytes, venueBytes) = (StateReader(executor.bytes), StateReader(venue.bytes))
        try again.executor.restore(from: &executorBytes)
        try again.venue.restore(from: &venueBytes)
        for index in [0, 1] {
            var run = index == 0 ? desk : again
            run.submit(run.entry("a", 0.003, leg: 2, approved: 0.005))
            run.candle(99_500, 99_600, 98_500, 98_800)
            run.candle(99_500, 99_600, 98_500, 98_800, symbol: 1)
            if index == 0 { desk = run } else { again = run }
        }
        #expect(desk.published == again.published && desk.records == again.records)
        #expect(desk.fills.count >= 2)
    }

    @Test func `a cancel that overtakes its order ends nothing: the order is still on its way`() {
        var desk = Desk()
        desk.candle(100_000, 100_000, 100_000, 100_000)
        let order = desk.entry("a")
        let id = order.intent.clientOrderID
        // The order has left, and nothing came back yet.
        let submit = RequestID(id, .submit)
        _ = desk.executor.effects(of: Envelope(.request(submit, .submit(order)), at: desk.time, id: .none))
        #expect(desk.order("a")?.status == .pending)
        var answer = VenueAnswer()
        (answer.clientOrderID, answer.status) = (id, .unknown)
        desk.time = order.intent.expires + .minutes(3)
        desk.step([(.executor, .answered(RequestID(id, .venueCancel), .venueAnswer(answer)))])
        #expect(desk.order("a")?.status == .pending, "it may still be taken")
        answer.status = .new
        desk.step([(.executor, .answered(RequestID(id, .place), .venueAnswer(answer)))])
        #expect(desk.order("a")?.status == .new)
    }
}
