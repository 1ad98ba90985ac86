import Market
import Messages
import Testing

@testable import BinanceVenue

/// What is so on spot alone, where a stop locks what it sells and a fee leaves dust.
@Suite struct SpotVenueTests {
    @Test func `an exit that the machine's budget refuses leaves the stop in its place until it may go`() {
        var desk = Desk(.spot)
        desk.place(desk.intent(1))
        desk.go(2)
        desk.place(desk.intent(90, .stop, .sell, limit: 90_000))
        desk.go(2)
        desk.exchange.faults.overBudget = 1
        desk.place(desk.intent(92, .exit, .sell))
        desk.exchange.faults.overBudget = 0
        desk.cancel(90)
        #expect(desk.sent(.post, "st-s-92").count == 1 && desk.sent(.delete, "st-s-90").isEmpty)
        desk.go(5)
        #expect(desk.sent(.post, "st-s-92").count == 2 && desk.sent(.delete, "st-s-90").count == 1)
    }

    @Test func `what is worth less than any order is dust at the end, whatever lots it has`() {
        for least in [Money(5)!, Money(1000)!] {
            var pair = Desk(.spot).exchange.instruments[SymbolID(0)]
            pair.minNotional = least
            var desk = Desk(.spot, pairs: InstrumentTable([pair]))
            desk.place(desk.intent(1))
            desk.go(5)
            #expect(desk.unsettled.isEmpty == (least == Money(1000)!), "\(desk.unsettled)")
        }
    }
}
