import Hosting
import Market
import Messages
import Testing

@Suite struct RunSummaryTests {
    @Test func `profit counts what is open at the last price, less fees`() {
        var summary = RunSummary(symbols: 1)
        let time = Timestamp(milliseconds: 1_746_372_900_000)
        var fill = Fill()
        fill.symbol = SymbolID(0)
        fill.quantity = Quantity(2)
        fill.price = Price(100)
        fill.fee = Money(1)
        fill.position = Quantity(2)
        fill.entryPrice = Price(100)
        summary.add(.fill(fill), at: time)
        var ticker = Ticker()
        ticker.symbol = SymbolID(0)
        ticker.last = Price(110)
        summary.add(.ticker(ticker), at: time)
        #expect(summary.rows[0].pnl == Money(19))
        #expect(summary.rows[0].exposure == Money(220))
        #expect(summary.total.pnl == Money(19))
    }

    @Test func `refusals are counted by reason`() {
        var summary = RunSummary(symbols: 1)
        var report = ExecutionReport()
        report.symbol = SymbolID(0)
        report.status = .rejected
        report.reason = Reason(.totalExposure, found: 1100, limit: 1000)
        for _ in 0..<3 { summary.add(.report(report), at: Timestamp(milliseconds: 1)) }
        let table = InstrumentTable([
            Instrument(
                name: "BTC/USDT", market: .um, tickSize: .zero, stepSize: .zero, minQuantity: .zero,
                maxQuantity: .zero, minNotional: .zero)
        ])
        #expect(summary.rows[0].refused == 3)
        #expect(summary.json(table).contains(#""refused":3,"refusals":{"total_exposure":3}"#))
        #expect(summary.text(table).contains("BTC/USDT: total_exposure 3"))
    }
}
