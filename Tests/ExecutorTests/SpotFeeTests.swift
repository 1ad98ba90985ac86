import Configuration
import Market
import Messages
import PaperVenue
import Stages
import Testing

@testable import Executor

/// On spot the fee of a buy is taken from what was bought: stop, exit and books go by what is really held.
@Suite struct SpotFeeTests {
    private func desk() -> Desk {
        var settings = Settings.standard
        settings.market = .spot
        settings.instruments = InstrumentTable(
            settings.instruments.instruments.map { instrument in
                var instrument = instrument
                instrument.market = .spot
                return instrument
            })
        var desk = Desk(settings)
        desk.candle(100_000, 100_000, 100_000, 100_000)
        return desk
    }

    /// One that bought 0.003 BTC at 100,005 under a signal.
    private func bought(_ signal: Label, on before: Desk? = nil) -> Desk {
        var desk = before ?? desk()
        desk.submit(desk.entry(signal))
        desk.candle(100_000, 100_500, 99_500, 100_000)
        return desk
    }

    @Test func `a buy's fee reduces the holding, and the stop rests for the whole lots of it`() throws {
        let desk = bought("a")
        let fill = try #require(desk.fills.first)
        #expect(fill.quantity.description == "0.003" && fill.baseFee.description == "0.0000015")
        #expect(fill.position.description == "0.0029985" && fill.entryPrice == fill.price)
        #expect(fill.fee.description == "0.1500075")
        #expect(desk.order("a")?.status == .filled && desk.order("a")?.executedQuantity.description == "0.003")
        #expect(desk.protected().description == "0.002")
        #expect(desk.executor.books.wallet.total.description == "9699.985")
        #expect(desk.venue.symbols[0].position.quantity == fill.position)
    }

    @Test func `an exit sells whole lots for a fee in USDT, and dust is no position`() throws {
        var desk = bought("a")
        #expect(desk.submit(desk.exit("b", 0.003))?.accepted == false)
        #expect(desk.submit(desk.exit("c", 0.002))?.accepted == true)
        desk.candle(100_000, 100_100, 99_900, 100_000)
        let fill = try #require(desk.fills.last)
        #expect(fill.purpose == .exit && fill.baseFee == .absent && fill.fee.description == "0.099995")
        #expect(fill.position.description == "0.0009985")
        #expect(desk.protected() == .zero && desk.venue.rows.isEmpty)
        #expect(desk.submit(desk.exit("d", 0.001))?.accepted == false)
    }

    @Test func `the next trade's stop takes the dust along, and every unit is accounted for`() throws {
        var desk = bought("a")
        desk.candle(100_000, 100_000, 98_000, 98_500)
        #expect(desk.fills.map(\.purpose) == [.entry, .stop])
        desk.candle(98_500, 100_000, 98_500, 100_000)
        desk = bought("b", on: desk)
        #expect(desk.position() == 0.003997 && desk.protected().description == "0.003")
        desk.crash()
        #expect(desk.position() == 0.003997 && desk.protected().description == "0.003")
        desk.candle(100_000, 104_000, 100_000, 103_500)
        let target = try #require(desk.fills.last)
        #expect(target.purpose == .target && target.quantity.description == "0.003" && target.fee.isPositive)
        let book = desk.executor.books
        let worth = Money(raw: book.wallet.total.raw) + (book[SymbolID(0)].quantity.notional(at: Price(103_500)) ?? .zero)
        #expect(book.wallet.equity == worth)
    }

    @Test func `two children of one entry are stopped for the lots of both`() {
        var desk = desk()
        desk.submit(desk.entry("a", 0.002, leg: 1, approved: 0.005))
        desk.submit(desk.entry("a", 0.003, leg: 2, approved: 0.005))
        desk.candle(100_000, 100_500, 99_500, 100_000)
        #expect(desk.fills.count == 2 && desk.protected().description == "0.004")
        #expect(desk.position() == 0.0049975)
    }
}
