import Market
import Messages
import Telemetry
import Testing

@Suite struct LogLineTests {
    private let table = InstrumentTable([
        Instrument(
            name: "BTC/USDT", market: .spot, tickSize: Price(1), stepSize: Quantity(1), minQuantity: Quantity(1),
            maxQuantity: Quantity(1), minNotional: Money(1))
    ])

    @Test func `a candle without an ATR is told in the document's words`() {
        var skipped = Skipped()
        (skipped.symbol, skipped.timeframe) = (SymbolID(0), .m15)
        skipped.reason = Reason(.warmUp, found: 3, limit: 15)
        let line = LogLine(.info, "[BTC] BTC/USDT - Insufficient data for ATR (3 of 15 candles of 15m)")
        #expect(LogLine(.skipped(skipped), table) == line)
        skipped.reason = Reason(.warmUp)
        #expect(LogLine(.skipped(skipped), table)?.text.contains("(? of ? candles") == true)
    }

    @Test func `a fee taken from what was bought is told in both units`() {
        var fill = Fill()
        (fill.symbol, fill.fee, fill.baseFee) = (SymbolID(0), Money(raw: 15_000_000), Quantity(raw: 150))
        #expect(LogLine(.fill(fill), table)?.text.contains("fee $0.1500 (0.0000015 of it), ") == true)
    }
}
