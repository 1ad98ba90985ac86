import Configuration
import Market
import Messages
import Testing

@testable import L2Tactic

@Suite struct ProtectionTests {
    @Test func `stop and target lie on the grid at their multiples of the ATR`() throws {
        let long = try #require(
            Protection(
                .buy, close: Price(100), atr: 1.234, stopMultiple: 2, targetMultiple: 3,
                tick: Price(raw: 10_000_000)))
        #expect(long.stop == Price(raw: 9_750_000_000) && long.target == Price(raw: 10_370_000_000))
        let short = try #require(
            Protection(.sell, close: Price(100), atr: 1, stopMultiple: 3, targetMultiple: 3, tick: .zero))
        #expect(short.stop == Price(103) && short.target == Price(97))
    }

    @Test(arguments: [0, 0.01, 60, Double.nan])
    func `a market that stands still or leaps has none`(atr: Double) {
        let found = Protection(
            .buy, close: Price(100), atr: atr, stopMultiple: 2, targetMultiple: 3, tick: Price(1))
        #expect(found == nil)
    }
}
