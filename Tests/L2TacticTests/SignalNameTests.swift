import Configuration
import Market
import Messages
import Testing

@testable import L2Tactic

@Suite struct SignalNameTests {
    @Test func `one candle names one signal, within what an order id leaves`() {
        var instrument = Settings.standard.instruments[SymbolID(0)]
        instrument.name = "1000000MOGLONG/USDT"
        let table = InstrumentTable(Settings.standard.instruments.instruments + [instrument])
        let names = SignalName(run: 4_000_000_000, table)
        let close = Timestamp(milliseconds: 1_748_962_800_000)
        #expect(
            SignalName(run: 7, table).label(SymbolID(0), close, .m15).description == "r7-BTCUSDT-sxacc0-15m")
        for symbol in table.symbols {
            let label = names.label(symbol, close, .m15)
            #expect(label.count <= ClientOrderID.signalLimit && label.description.hasSuffix("-sxacc0-15m"))
        }
        #expect(names.label(SymbolID(3), close, .m5) != names.label(SymbolID(0), close, .m5))
    }
}
