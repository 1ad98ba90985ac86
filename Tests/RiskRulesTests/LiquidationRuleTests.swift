import Configuration
import Market
import Messages
import Testing

@testable import RiskRules

/// BTC at 50 000, slippage of at most 5 bps: the worst entry of a buy is 50 025, of a sale 49 975.
@Suite struct LiquidationRuleTests {
    private func breach(
        _ side: Side, stop: Int, leverage: Int = 20, maintenance: Double = 0.025, slippage: Double = 5,
        market: MarketKind = .um
    ) -> Reason? {
        var settings = Settings.standard
        settings.market = market
        settings.symbols[0].leverage = leverage
        settings.symbols[0].slippageBps = slippage
        settings.paper.maintenanceMargin = maintenance
        var intent = Fixture.entry(Fixture.btc, usdt: 500, side: side)
        intent.stopLoss = Price(stop)
        return StopBeyondLiquidationRule().breach(
            of: Fixture.proposal(intent, Fixture.portfolio(), settings))
    }

    @Test func `a stop beyond the liquidation is refused with both prices, on either side`() throws {
        // 50 025 · 0.95 / 0.975 = 48 742.3; 49 975 · 1.05 / 1.025 = 51 193.9.
        #expect(breach(.buy, stop: 48_743) == nil && breach(.sell, stop: 51_193) == nil)
        let long = try #require(breach(.buy, stop: 48_742))
        #expect(long.code == .stopBeyondLiquidation && long.found == 48_742)
        #expect(abs(long.limit - 50_025 * 0.95 / 0.975) < 0.001)
        let short = try #require(breach(.sell, stop: 51_194))
        #expect(abs(short.limit - 49_975 * 1.05 / 1.025) < 0.001)
        #expect(short.text.hasPrefix("stop loss 51194 lies beyond the liquidation price 51193.9"))
    }

    @Test func `leverage, maintenance margin and slippage decide, and spot is never liquidated`() {
        #expect(breach(.buy, stop: 48_742, leverage: 19) == nil)
        #expect(breach(.buy, stop: 48_742, maintenance: 0.024) == nil)
        #expect(breach(.buy, stop: 48_742, slippage: 4) == nil)
        #expect(breach(.buy, stop: 1, leverage: 1) == nil)
        #expect(breach(.buy, stop: 48_742, market: .spot) == nil)
    }

    /// 500 USDT of BTC more, leverage 20, stop 49 000, beside 500 USDT that are held.
    private func enlarged(_ side: Side, entry: Int, stop: Int? = nil, more: Int) -> Reason? {
        var settings = Settings.standard
        settings.symbols[0].leverage = 20
        settings.symbols[0].slippageBps = 5
        settings.paper.maintenanceMargin = 0.025
        var held = Fixture.portfolio()
        held.symbols[0].position = Quantity(raw: 1_000_000 * side.sign)
        held.symbols[0].entryPrice = Price(entry)
        if let stop { held.symbols[0].note(stop: Price(stop), closingBy: side.opposite) }
        var intent = Fixture.entry(Fixture.btc, usdt: 500, side: .buy)
        intent.stopLoss = Price(more)
        return StopBeyondLiquidationRule().breach(of: Fixture.proposal(intent, held, settings))
    }

    @Test func `what is held and the order make one position, and its stops come before its liquidation`() throws {
        // One average: (52 000 + 50 025) / 2 = 51 012.5, whose liquidation is at 49 704.5.
        #expect(enlarged(.buy, entry: 50_000, more: 49_000) == nil)
        let own = try #require(enlarged(.buy, entry: 52_000, more: 49_000))
        #expect(own.found == 49_000 && abs(own.limit - 51_012.5 * 0.95 / 0.975) < 0.001)
        #expect(enlarged(.buy, entry: 52_000, more: 49_705) == nil)
        // 49 012.5: at 47 755.8. The stop of what was held lies at 47 000, where it was alone before 46 769.2.
        #expect(enlarged(.buy, entry: 48_000, stop: 47_756, more: 49_000) == nil)
        let older = try #require(enlarged(.buy, entry: 48_000, stop: 47_000, more: 49_000))
        #expect(older.found == 47_000 && abs(older.limit - 49_012.5 * 0.95 / 0.975) < 0.001)
        #expect(enlarged(.sell, entry: 52_000, stop: 53_000, more: 49_000) == nil, "what is turned round is not enlarged")
    }

    @Test func `whoever judges an entry asks the rule`() {
        for rules in [RuleCatalogue.whole, RuleCatalogue.child, RuleCatalogue.portfolio, RuleCatalogue.books] {
            #expect(rules.contains { $0 is StopBeyondLiquidationRule })
        }
    }
}
