import Market
import Testing

@Suite struct LabelTests {
    @Test func `a label holds what an order id may hold`() {
        let id = "r7-BTCUSDT-1746373020-5m"
        #expect(Label(id).map { "\($0)" } == id)
        #expect(Label(String(repeating: "a", count: 31))?.count == 31)
        #expect(Label(String(repeating: "a", count: 32)) == nil && ShortLabel(String(repeating: "a", count: 16)) == nil)
        for text in ["a b", "ñ", "a\"b", "a,b", "a\n", "*"] { #expect(Label(text) == nil, "\(text)") }
        #expect(Label("".utf8)?.isEmpty == true)
    }

    @Test func `clipping always fits and equal texts are equal`() {
        let clipped = Label(clipping: "año nuevo " + String(repeating: "x", count: 50))
        #expect(clipped.count == 31 && "\(clipped)".hasPrefix("a--o-nuevo-x"))
        let (abc, abd, ab): (Label, Label, Label) = ("abc", "abd", "ab")
        #expect(Label("abc".utf8) == abc && abc != abd && ab != abc)
        #expect(Set([Label("a"), Label("b"), Label("a")]).count == 2)
    }

    @Test func `instruments are found by either spelling`() {
        let btc = Instrument(
            name: "BTC/USDT", market: .spot, tickSize: Price(1), stepSize: Quantity(1), minQuantity: Quantity(1),
            maxQuantity: Quantity(1), minNotional: Money(1))
        let table = InstrumentTable([btc])
        #expect(table.symbol(named: "BTC/USDT") == SymbolID(0) && table.symbol(named: "BTCUSDT") == SymbolID(0))
        #expect(table.symbol(named: "*") == SymbolID.none && table.symbol(named: "ETH/USDT") == nil)
        #expect(table.name(.none) == "*" && btc.base == "BTC" && !table.contains(.none))
    }
}
