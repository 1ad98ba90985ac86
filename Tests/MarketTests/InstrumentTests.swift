import Market
import Testing

@Suite struct InstrumentTests {
    @Test func `what is less than a lot or than the smallest order is dust on spot alone`() {
        var pair = Instrument(
            name: "SOL/USDT", market: .spot, tickSize: Price(1), stepSize: Quantity(raw: 1_000_000),
            minQuantity: Quantity(raw: 5_000_000), maxQuantity: Quantity(100), minNotional: Money(10))
        let held = Quantity(raw: 12_345_678)
        #expect(pair.lots(of: held) == Quantity(raw: 12_000_000))
        #expect(pair.lots(of: Quantity(raw: 5_000_000)) == Quantity(raw: 5_000_000))
        #expect(pair.lots(of: Quantity(raw: 4_999_999)) == .zero && pair.lots(of: .zero) == .zero)
        pair.market = .um
        #expect(pair.lots(of: held) == held && pair.lots(of: Quantity(raw: -1)) == Quantity(raw: -1))
    }
}
