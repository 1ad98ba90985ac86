import Market
import Messages
import PaperVenue
import Stages
import Testing

@testable import Executor

extension VenueHolding {
    fileprivate static func of(_ symbol: SymbolID, _ quantity: Quantity) -> VenueHolding {
        var holding = VenueHolding()
        (holding.symbol, holding.quantity) = (symbol, quantity)
        return holding
    }
}

/// The books against the venue's: what differs is told, and the venue is right.
@Suite struct HoldingsTests {
    /// 0.003 BTC held, with stop and target.
    private func desk() -> Desk {
        var desk = Desk()
        desk.candle(100_000, 100_000, 100_000, 100_000)
        desk.submit(desk.entry("a"))
        desk.candle(100_000, 100_500, 99_500, 100_000)
        return desk
    }

    private func codes(_ desk: Desk) -> [ReasonCode] { desk.alerts.map(\.reason.code) }

    @Test func `where both are the same nothing is told, however often it starts`() {
        var desk = desk()
        for _ in 0..<3 { desk.crash() }
        #expect(desk.alerts.isEmpty && desk.executor.reconciliation.books.isEmpty)
        #expect(desk.order("a", ClientOrderID.stopLeg)?.status == .new)
    }

    @Test func `a position of 300 that the venue has as 0.003 becomes the venue's`() {
        var desk = desk()
        let wallet = desk.executor.books.wallet.total
        desk.crash { record in
            guard case .account(var row) = record, row.symbol == SymbolID(0) else { return record }
            row.total = Quantity(300)
            return .account(row)
        }
        #expect(codes(desk) == [.positionDiffers] && desk.alerts.first?.symbol == SymbolID(0))
        #expect(desk.alerts.first?.reason.found == 0.003 && desk.alerts.first?.reason.limit == 300)
        #expect(desk.position() == 0.003 && desk.executor.books.wallet.total == wallet)
        #expect(desk.executor.books[SymbolID(0)].entryPrice == desk.venue.symbols[0].position.entryPrice)
        desk.crash()
        #expect(desk.alerts.isEmpty && desk.position() == 0.003, "what was settled is durable")
    }

    @Test func `a cost that the venue has otherwise, by the order of its fills, moves the profit with it`() throws {
        var books = Books(.standard)
        let symbol = SymbolID(0)
        for (side, price) in [(Side.buy, 100_000), (.buy, 102_000), (.sell, 101_000)] {
            _ = books.apply(symbol, side, Quantity(0.01)!, at: Price(price), fee: .zero)
        }
        books.mark(symbol, at: Price(103_000))
        let worth = books.wallet
        // There the sale came before the second purchase.
        var holding = VenueHolding.of(symbol, Quantity(0.01)!)
        holding.entryPrice = Price(102_000)
        let (first, again) = (books.settleAverage(holding), books.settleAverage(holding))
        #expect(first && !again)
        #expect(books[symbol].entryPrice == Price(102_000) && books[symbol].realised == Money(10))
        #expect(books.wallet.equity == worth.equity && books.wallet.total.raw == worth.total.raw + Money(10).raw)
    }

    @Test func `a balance that differs by what is rounded is taken over without an alarm`() {
        var desk = desk()
        desk.executor.reconciliation.begin([], [])
        var holding = VenueHolding()
        holding.balance = Money(raw: desk.executor.books.wallet.total.raw + 3)
        desk.step([(.executor, .answered(RequestID("account", .venueBooks), .venueHolding(holding)))])
        #expect(codes(desk).isEmpty)
        #expect(desk.executor.books.wallet.total.raw == holding.balance.raw)
    }

    @Test func `a position that only the venue has is taken over`() {
        var desk = desk()
        desk.crash { record in
            switch record {
            case .account(let row) where row.symbol == SymbolID(0): nil
            case .fill: nil
            default: record
            }
        }
        #expect(codes(desk) == [.positionDiffers] && desk.position() == 0.003)
        #expect(desk.submit(desk.exit("out", 0.003))?.accepted == true)
    }

    @Test func `a stop that is gone from the venue rests there again, and fires`() {
        var desk = desk()
        desk.crash { record in
            if case .venueOrder(let order) = record, order.intent.purpose == .stop { nil } else { record }
        }
        #expect(codes(desk) == [.orderLostThere])
        #expect(desk.protected().description == "0.003")
        #expect(desk.order("a", ClientOrderID.stopLeg)?.status == .new)
        desk.candle(99_500, 99_600, 98_500, 98_800)
        #expect(desk.fills.map(\.purpose) == [.stop] && desk.position() == 0)
        #expect(desk.venue.rows.isEmpty, "the target goes with it")
    }

    @Test func `a stop of a position that nobody holds is not placed again`() {
        var desk = desk()
        desk.crash { record in
            switch record {
            case .venueOrder: return nil
            case .venuePosition(var position):
                position.position = Position()
                return .venuePosition(position)
            default: return record
            }
        }
        #expect(desk.position() == 0 && desk.venue.rows.isEmpty)
        #expect(Set(codes(desk)) == [.orderLostThere, .positionDiffers])
    }

    @Test(arguments: [true, false])
    func `an order that the books don't have is told; an entry is cancelled, a stop stays`(_ isStop: Bool) {
        var desk = desk()
        if !isStop { desk.submit(desk.entry("b", 0.03, symbol: 1, stop: 0.9, target: 1.1)) }
        var waiting = desk.entry("c", 0.001)
        waiting.intent.clientOrderID = ClientOrderID(signal: "c", leg: 1)
        desk.submit(waiting)
        desk.crash { record in
            switch record {
            case .order(let order) where isStop && order.intent.purpose == .stop: nil
            case .order(let order) where !isStop && order.intent.clientOrderID.signal == "c": nil
            default: record
            }
        }
        #expect(codes(desk) == [.orderUnknownHere])
        if isStop {
            #expect(desk.order("a", ClientOrderID.stopLeg)?.status == .new)
            #expect(desk.protected().description == "0.003")
        } else {
            #expect(desk.order("c")?.status == .cancelled)
            #expect(!desk.venue.rows.contains { $0.order.intent.clientOrderID.signal == "c" })
        }
    }

    @Test func `an order that is told as open after the venue's books were told is no news`() throws {
        var desk = desk()
        desk.submit(desk.entry("c", 0.001))
        desk.crash()
        let told = desk.published.filter {
            if case .venueEvent(let event) = $0 { event.kind == .open } else { false }
        }
        #expect(told.count == 3)
        desk.candle(99_500, 99_600, 98_500, 98_800)
        #expect(desk.position() == 0)
        for event in told { desk.step([(.executor, .message(event))]) }
        #expect(desk.alerts.isEmpty && desk.executor.ledger.open.isEmpty)
    }

    @Test func `no entry goes until the venue has told all of its books; exits do`() {
        var desk = desk()
        desk.crash(.neverSent)
        #expect(desk.executor.reconciliation.books.count == desk.settings.instruments.count + 1)
        desk.fate = .delivered
        desk.candle(100_000, 100_500, 99_500, 100_000)
        #expect(desk.submit(desk.entry("b"))?.reason.code == .reconciling)
        #expect(desk.submit(desk.exit("out", 0.001))?.accepted == true)
        desk.step([(.executor, .woken(TimerID(1)))])
        #expect(desk.executor.reconciliation.books.isEmpty)
        #expect(desk.submit(desk.entry("d"))?.accepted == true)
    }

    @Test func `a balance that the venue has otherwise becomes the venue's`() {
        var desk = desk()
        desk.executor.reconciliation.begin([], [])
        var holding = VenueHolding()
        holding.balance = Money(9_000)
        let id = RequestID("account", .venueBooks)
        desk.step([(.executor, .answered(id, .venueHolding(holding)))])
        #expect(codes(desk) == [.balanceDiffers])
        #expect(desk.executor.books.wallet.total == Quantity(9_000))
        desk.crash()
        #expect(desk.executor.books.wallet.total == Quantity(9_000))
    }

    @Test func `what the venue told before a fill does not undo the fill, and is asked for again`() {
        var desk = desk()
        desk.crash(.neverSent)
        desk.fate = .delivered
        desk.candle(100_000, 100_500, 99_500, 100_000)
        #expect(desk.submit(desk.exit("out", 0.001))?.accepted == true)
        desk.candle(100_000, 100_500, 99_500, 100_000)
        #expect(desk.position() == 0.002)
        let told = VenueHolding.of(SymbolID(0), Quantity(raw: 300_000))
        let id = RequestID("BTC/USDT", .venueBooks)
        desk.step([(.executor, .answered(id, .venueHolding(told)))])
        #expect(desk.position() == 0.002 && desk.alerts.isEmpty)
        #expect(!desk.executor.reconciliation.books.contains(SymbolID(0)), "the venue was asked again, and agrees")
    }

    @Test func `while the venue is gone nothing is entered, and its books are asked for when it is back`() {
        var desk = desk()
        desk.step([(.executor, .link(.venue, .down))])
        #expect(codes(desk) == [.venueGone], "people are told")
        #expect(desk.submit(desk.entry("b"))?.reason.code == .venueGone)
        #expect(desk.submit(desk.exit("out", 0.001))?.accepted == true)
        desk.step([(.executor, .link(.venue, .up))])
        #expect(desk.submit(desk.entry("c"))?.accepted == true)
    }
}
