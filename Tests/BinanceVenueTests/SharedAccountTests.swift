import Market
import Messages
import Stages
import Testing

@testable import BinanceVenue

/// An account that others trade, too, and one that nobody looks after any more.
@Suite struct SharedAccountTests {
    /// Strata holds 0.003 BTC, and knows it from the exchange.
    private func holding() -> Desk {
        var desk = Desk()
        desk.place(desk.intent(1))
        desk.go(2)
        desk.books()
        desk.go(20)
        return desk
    }

    // MARK: - Others

    @Test(arguments: [0.0, 0.001, 0.002, 0.003])
    func `what a person closes of a position is not in the books any more`(_ left: Double) {
        var desk = holding()
        #expect(desk.holding?.quantity == Quantity(0.003)!)
        desk.personTrades(.sell, 0.003 - left)
        desk.go(40)
        #expect(desk.hasReturned == (left < 0.003))
        desk.books()
        desk.go(20)
        #expect(desk.holding?.quantity == Quantity(left)!)
    }

    @Test func `what a person closes is closed, though Strata enters again before anybody looks`() {
        var desk = holding()
        desk.personTrades(.sell, 0.003)
        desk.place(desk.intent(2))
        desk.go(40)
        desk.books()
        desk.go(20)
        #expect(desk.hasReturned && desk.holding?.quantity == Quantity(0.003)!)
    }

    @Test func `what a person buys beside it is a person's`() {
        var desk = holding()
        desk.personTrades(.buy, 0.01)
        desk.go(40)
        desk.books()
        desk.go(20)
        #expect(desk.holding?.quantity == Quantity(0.003)! && !desk.hasReturned)
        desk.personTrades(.sell, 0.012)
        desk.go(40)
        desk.books()
        desk.go(20)
        #expect(desk.holding?.quantity == Quantity(0.001)! && desk.hasReturned)
    }

    @Test func `new books begin with what Strata's stops rest for, and with nothing else`() {
        var desk = Desk()
        desk.personTrades(.buy, 0.01)
        var alone = Desk(after: desk.exchange) { $0.since = nil }
        alone.books()
        alone.go(20)
        #expect(alone.holding?.quantity == .zero)
        desk.place(desk.intent(1))
        desk.go(2)
        desk.place(desk.intent(90, .stop, .sell, limit: 90_000))
        desk.go(2)
        var former = desk.exchange
        for place in former.trades.indices { former.trades[place].time -= 3_600_000 }
        var again = Desk(after: former) { $0.since = nil }
        again.books()
        again.go(20)
        #expect(again.holding?.quantity == Quantity(0.003)!)
    }

    @Test func `a person's orders and fills are left alone`() {
        var desk = Desk()
        desk.place(desk.intent(1))
        desk.go(2)
        let order = ScriptedExchange.Order(
            symbol: SymbolID(0), number: 77, name: "web_abc", side: .buy, quantity: Quantity(5), time: 1)
        desk.exchange.orders.append(order)
        desk.exchange.fill(desk.exchange.orders.count - 1, Quantity(2), Price(100_000), isMaker: true, at: desk.venue.now)
        desk.go(40)
        desk.books()
        desk.go(5)
        #expect(desk.events(.filled).count == 2 && desk.events(.open).isEmpty)
        #expect(desk.holding?.quantity == Quantity(0.003)! && desk.sent(.delete, "").isEmpty)
        #expect(desk.venue.notices.contains { $0.contains("leaves a fill of another's order alone: web_abc, 2 BTC/USDT") })
    }

    @Test func `what the exchange closes itself is told under a name that follows from the order`() {
        var desk = Desk()
        desk.place(desk.intent(1))
        desk.go(2)
        desk.exchange.orders.append(
            .init(symbol: SymbolID(0), number: 99, name: "autoclose-123", side: .sell, quantity: Quantity(0.003)!, time: 1))
        desk.exchange.fill(desk.exchange.orders.count - 1, Quantity(0.003)!, Price(80_000), isMaker: false, at: desk.venue.now)
        desk.go(2)
        let event = desk.events(.filled).last
        #expect(event?.clientOrderID == ClientOrderID(signal: "autoclose-99", leg: 94) && event?.purpose == .liquidation)
    }

    @Test func `a fill whose order the exchange does not name yet waits for it`() {
        var former = holding().exchange
        let orders = former.orders
        former.orders = []
        var desk = Desk(after: former)
        #expect(desk.events(.filled).isEmpty)
        desk.exchange.orders = orders
        desk.go(5)
        #expect(desk.events(.filled, 1).map(\.quantity) == [Quantity(0.001)!, Quantity(0.002)!])
        #expect(!desk.venue.notices.contains { $0.contains("another's order") })
        var never = Desk(after: former)
        never.go(20)
        #expect(never.sent(.get, "/fapi/v1/order?symbol=BTCUSDT&orderId=").count == 4)
        #expect(never.events(.filled).isEmpty && never.venue.notices.contains { $0.contains("another's order") })
    }

    // MARK: - The end

    @Test func `at the end what waits to enter is taken back, and nothing enters any more`() {
        var desk = Desk()
        desk.place(desk.intent(1, limit: 90_000))
        desk.go(2)
        #expect(desk.unsettled == ["st-s-1 still waits to enter BTC/USDT"])
        desk.windDown()
        desk.place(desk.intent(2))
        desk.go(2)
        #expect(desk.events(.cancelled, 1).count == 1 && desk.wasUnanswered(.place, 2, .peerMissing))
        #expect(desk.exchange.placed["st-s-2"] == nil && desk.unsettled.isEmpty)
    }

    @Test func `what is held is settled once a stop rests for all of it`() {
        var desk = holding()
        #expect(desk.unsettled == ["0.003 BTC/USDT has no stop at the exchange"])
        desk.windDown()
        for (leg, quantity, missing) in [(90, 0.001, "0.002"), (100, 0.002, nil)] as [(UInt8, Double, String?)] {
            var stop = desk.intent(leg, .stop, .sell, limit: 90_000)
            stop.quantity = Quantity(quantity)!
            desk.place(stop)
            desk.go(2)
            #expect(desk.unsettled == (missing.map { ["\($0) BTC/USDT has no stop at the exchange"] } ?? []))
        }
    }

    @Test func `an order on its way is not settled until its fate is known`() {
        var faults = ScriptedExchange.Faults()
        faults.lostRequests = 1
        var desk = Desk()
        desk.exchange.faults = faults
        desk.place(desk.intent(1))
        desk.exchange.faults = ScriptedExchange.Faults()
        desk.windDown()
        #expect(desk.unsettled == ["what became of st-s-1 is not known"])
        desk.go(30)
        #expect(desk.unsettled.isEmpty && desk.exchange.placed.isEmpty)
        desk.query(1)
        #expect(desk.answer(.venueQuery, 1)?.status == .rejected && desk.answer(.venueQuery, 1)?.reason.code == .timedOut)
    }
}
