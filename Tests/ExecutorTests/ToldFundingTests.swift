import Configuration
import Market
import Messages
import Stages
import Testing

@testable import Executor

/// Funding at the exchange's moments, rates and mark prices, where it tells them.
@Suite struct ToldFundingTests {
    private static let midnight = Timestamp(nanoseconds: 1_746_316_800_000_000_000)

    /// One that holds 0.003 BTC, a little after midnight.
    private func holding(_ settings: Settings = .standard) -> Desk {
        var desk = Desk(settings)
        desk.candle(100_000, 100_000, 100_000, 100_000)
        desk.submit(desk.entry("a"))
        desk.candle(100_000, 100_500, 99_500, 100_000)
        return desk
    }

    private func tell(_ desk: inout Desk, _ price: Int, _ rate: Double, due hours: Int64?) {
        let due = hours.map { Self.midnight + .hours($0) } ?? .zero
        desk.hear(.mark(ContractMark(symbol: SymbolID(0), price: Price(price), fundingRate: rate, nextFunding: due)))
    }

    private func wait(_ desk: inout Desk, until hours: Int64) {
        while desk.time < Self.midnight + .hours(hours) { desk.candle(100_000, 100_500, 99_500, 100_000) }
    }

    /// What was paid beyond the fees of fills.
    private func paid(_ desk: Desk) -> String {
        (desk.executor.books[SymbolID(0)].fees - desk.fills.reduce(Money.zero) { $0 + $1.fee }).description
    }

    @Test func `what the exchange told last is booked at its moment, and the settings' hour is not`() {
        var desk = holding()
        tell(&desk, 100_500, 0.0005, due: 4)
        wait(&desk, until: 3)
        tell(&desk, 101_000, 0.0002, due: 4)
        #expect(paid(desk) == "0")
        wait(&desk, until: 4)
        #expect(paid(desk) == "0.0606")
        tell(&desk, 102_000, -0.0001, due: 8)
        #expect(paid(desk) == "0.0606", "once")
        desk.time = Self.midnight + .hours(8)
        // The moment has come, and its own rate is that of the next.
        tell(&desk, 90_000, 0.1, due: 12)
        #expect(paid(desk) == "0.03")
        desk.candle(100_000, 100_500, 99_500, 100_000)
        let fees = desk.executor.books[SymbolID(0)].fees
        desk.crash()
        tell(&desk, 90_000, 0.1, due: 12)
        desk.candle(100_000, 100_500, 99_500, 100_000)
        #expect(desk.executor.books[SymbolID(0)].fees == fees)
    }

    @Test func `where the exchange falls silent its last word is booked, then the settings hold again`() {
        var desk = holding()
        tell(&desk, 101_000, 0.0002, due: 4)
        wait(&desk, until: 7)
        #expect(paid(desk) == "0.0606")
        wait(&desk, until: 8)
        #expect(paid(desk) == "0.0906")
    }

    @Test func `a settings' hour passes while the exchange tells a later moment`() {
        var desk = holding()
        tell(&desk, 101_000, 0.0002, due: 12)
        wait(&desk, until: 9)
        #expect(paid(desk) == "0")
        wait(&desk, until: 12)
        #expect(paid(desk) == "0.0606")
    }

    @Test func `a contract without funding, one that is over before we came, and a flat position pay nothing`() {
        var none = holding()
        tell(&none, 101_000, 0.0002, due: 4)
        tell(&none, 101_000, 0.0002, due: nil)
        wait(&none, until: 7)
        #expect(paid(none) == "0")
        wait(&none, until: 8)
        #expect(paid(none) == "0.03", "the settings hold")

        var late = Desk()
        late.time = Self.midnight + .hours(5)
        tell(&late, 101_000, 0.0002, due: 4)
        tell(&late, 101_000, 0.0002, due: 12)
        late.candle(100_000, 100_000, 100_000, 100_000)
        late.submit(late.entry("a"))
        late.candle(100_000, 100_500, 99_500, 100_000)
        #expect(paid(late) == "0")

        var flat = Desk()
        tell(&flat, 101_000, 0.0002, due: 4)
        wait(&flat, until: 5)
        #expect(flat.executor.books[SymbolID(0)].fees == .zero)
    }

    @Test func `spot pays none, whatever is told`() {
        var settings = Settings.standard
        settings.market = .spot
        var desk = holding(settings)
        tell(&desk, 101_000, 0.0002, due: 4)
        wait(&desk, until: 9)
        #expect(paid(desk) == "0" && desk.position() > 0)
    }
}
