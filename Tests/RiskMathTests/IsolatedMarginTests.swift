import Market
import RiskMath
import Testing

@Suite struct IsolatedMarginTests {
    @Test(arguments: [2, 5, 10, 20, 39]) func `at the liquidation price what is left of the margin is what must be kept`(
        _ leverage: Int
    ) throws {
        let margin = IsolatedMargin(leverage: leverage, maintenance: 0.025)
        let long = try #require(margin.liquidation(of: .buy, entry: Price(1000))?.double)
        #expect(abs(1000 / Double(leverage) + (long - 1000) - 0.025 * long) < 1e-6)
        let short = try #require(margin.liquidation(of: .sell, entry: Price(1000))?.double)
        #expect(abs(1000 / Double(leverage) + (1000 - short) - 0.025 * short) < 1e-6)
        #expect(abs(margin.room(of: .buy) - (1 - long / 1000)) < 1e-9)
        #expect(abs(margin.room(of: .sell) - (short / 1000 - 1)) < 1e-9)
    }

    @Test func `a long without leverage is never liquidated, one above the maintenance at once`() {
        #expect(IsolatedMargin(leverage: 1, maintenance: 0.025).liquidation(of: .buy, entry: Price(1000)) == nil)
        #expect(IsolatedMargin(leverage: 40, maintenance: 0.025).room(of: .buy) <= 0)
        #expect(IsolatedMargin(leverage: 50, maintenance: 0.025).room(of: .sell) < 0)
    }

    @Test func `a stop comes first, or the liquidation does`() {
        let margin = IsolatedMargin(leverage: 20, maintenance: 0.025)
        // 1000 · 0.95 / 0.975 and 1000 · 1.05 / 1.025.
        let (long, short) = (Price(raw: 97_435_897_436), Price(raw: 102_439_024_390))
        #expect(margin.liquidation(before: Price(975), of: .buy, entry: Price(1000)) == nil)
        #expect(margin.liquidation(before: Price(974), of: .buy, entry: Price(1000)) == long)
        #expect(margin.liquidation(before: long, of: .buy, entry: Price(1000)) == long)
        #expect(margin.liquidation(before: Price(1024), of: .sell, entry: Price(1000)) == nil)
        #expect(margin.liquidation(before: Price(1025), of: .sell, entry: Price(1000)) == short)
    }
}
