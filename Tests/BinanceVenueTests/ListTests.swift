import Exchanges
import Market
import Messages
import Stages
import TestSupport
import Testing

@testable import BinanceVenue

/// A stop and its target on spot, on `exchange-sim` in memory: one list, of which one alone is filled.
@Suite struct ListTests {
    private static let stop = ClientOrderID(signal: "s", leg: 90)
    private static let target = ClientOrderID(signal: "s", leg: 91)

    /// A price that stands at 100,000 for eight minutes, and then goes to another.
    private static func minutes(then end: Int) -> [Kline] {
        (0..<16).map { index in
            let (open, close) = (Price(index < 9 ? 100_000 : end), Price(index < 8 ? 100_000 : end))
            let start = SimulatedVenue.day + .minutes(Int64(index))
            let candle = Candle(
                openTime: start, closeTime: start + .minutes(1), open: open, high: max(open, close), low: min(open, close),
                close: close, volume: 50, quoteVolume: 5_000_000)
            return Kline(SymbolID(0), .m1, candle)
        }
    }

    /// With 0.1 bought of which 0.0999 is held, and a list asked for around the price.
    private func venue(stop: Int = 98_000, target: Int = 102_000, then end: Int = 100_000, lostAnswers: Double = 0) throws -> SimulatedVenue {
        var venue = try #require(SimulatedVenue(.spot, seed: 1, Self.minutes(then: end)))
        venue.go(seconds: 150)
        let runs = venue.core.isRunning
        #expect(runs, "\(venue.notices)")
        venue.place(venue.intent("s", 1, .entry, .buy, 0.1))
        venue.go(seconds: 20)
        venue.lostAnswers = lostAnswers
        var intent = venue.intent("s", 90, .stop, .sell, 0.099, at: Price(stop))
        (intent.orderType, intent.takeProfit) = (.market, Price(target))
        venue.place(intent)
        venue.go(seconds: 20)
        venue.lostAnswers = 0
        return venue
    }

    private func kinds(_ venue: SimulatedVenue, _ id: ClientOrderID) -> [VenueEventKind] {
        venue.events.filter { $0.clientOrderID == id }.map(\.kind)
    }

    private func lists(_ venue: SimulatedVenue) -> Int {
        venue.sent.count { $0.method == .post && $0.target.hasPrefix("/api/v3/orderList/oco?") }
    }

    @Test func `both rest as one list under names of their own, and go with one cancel`() throws {
        var venue = try venue()
        #expect(lists(venue) == 1 && venue.sent.count { $0.target.contains("newClientOrderId=st-s-9") } == 0)
        #expect(kinds(venue, Self.stop) == [.accepted] && kinds(venue, Self.target) == [.accepted])
        #expect(venue.answer(.place, Self.stop)?.status == .new)
        venue.cancel(Self.stop)
        venue.go(seconds: 20)
        #expect(kinds(venue, Self.stop) == [.accepted, .cancelled] && kinds(venue, Self.target) == [.accepted, .cancelled])
        #expect(venue.sent.count { $0.method == .delete } == 1)
    }

    @Test(arguments: [97_000, 103_000]) func `the one that the price meets is filled, and the other one ends without a question`(end: Int) throws {
        var venue = try venue(then: end)
        venue.go(seconds: 600)
        let (met, other) = end < 100_000 ? (Self.stop, Self.target) : (Self.target, Self.stop)
        let fills = venue.events.filter { $0.kind == .filled && $0.clientOrderID == met }
        #expect(fills.reduce(.zero) { $0 + $1.quantity } == Quantity(0.099)!, "\(venue.events)")
        #expect(kinds(venue, other) == [.accepted, .expired])
        #expect(venue.sent.count { $0.method == .get && $0.target.hasPrefix("/api/v3/order?") } == 0)
        #expect(fills.allSatisfy { $0.isMaker == (met == Self.target) })
    }

    @Test func `an answer that is lost is asked for, and the list is there once`() throws {
        let venue = try venue(lostAnswers: 1)
        #expect(lists(venue) == 1 && kinds(venue, Self.stop) == [.accepted] && kinds(venue, Self.target) == [.accepted])
    }

    @Test func `a list whose target the market has passed leaves the stop`() throws {
        let venue = try venue(target: 99_000)
        #expect(kinds(venue, Self.stop) == [.accepted] && kinds(venue, Self.target) == [.rejected], "\(venue.notices)")
        #expect(venue.sent.last { $0.method == .post }?.target.contains("type=STOP_LOSS&") == true)
    }

    @Test func `a list whose stop the market has passed closes at once`() throws {
        let venue = try venue(stop: 101_000)
        let fills = venue.events.filter { $0.kind == .filled && $0.clientOrderID == Self.stop }
        #expect(fills.reduce(.zero) { $0 + $1.quantity } == Quantity(0.099)! && kinds(venue, Self.target) == [.rejected], "\(venue.notices)")
    }
}
