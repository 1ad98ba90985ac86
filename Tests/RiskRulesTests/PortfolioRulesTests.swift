import Configuration
import Market
import Messages
import Testing

@testable import RiskRules

@Suite struct PortfolioRulesTests {
    @Test(arguments: exposure + correlation + losses + balances)
    func `a portfolio rule refuses just beyond its limit`(_ row: RuleCase) {
        #expect(row.isAsExpected, "\(row.rule.breach(of: row.proposal).debugDescription)")
    }

    static let exposure = [
        RuleCase("at its limit", TotalExposureRule(), nil) { $0.portfolio = Fixture.portfolio([0, 450, 0]) },
        RuleCase("above", TotalExposureRule(), Reason(.totalExposure, found: 1001, limit: 1000)) {
            $0.portfolio = Fixture.portfolio([0, 450, 51])
        },
        RuleCase("a short counts", TotalExposureRule(), Reason(.totalExposure, found: 1100, limit: 1000)) {
            $0.portfolio = Fixture.portfolio([0, -600, 0])
        },
        RuleCase("reservations count", TotalExposureRule(), Reason(.totalExposure, found: 1050, limit: 1000))
        {
            $0.portfolio.symbols[1].pendingBuy = Money(300)
            $0.portfolio.symbols[2].pendingSell = Money(250)
        },
        RuleCase("BTC's 20 %", AssetExposureRule(), nil) { $0.portfolio = Fixture.portfolio([1500, 0, 0]) },
        RuleCase("above", AssetExposureRule(), Reason(.assetExposure, found: 2050, limit: 2000)) {
            $0.portfolio = Fixture.portfolio([1550, 0, 0])
        },
        RuleCase(
            "ETH's 15 %", AssetExposureRule(), Reason(.assetExposure, found: 1512, limit: 1500),
            Fixture.entry(Fixture.eth, usdt: 12)
        ) { $0.portfolio = Fixture.portfolio([0, 1500, 0]) },
        RuleCase("L3 lowers", AssetExposureRule(), Reason(.assetExposure, found: 500, limit: 400)) {
            $0.portfolio.symbols[0].netExposure = 0.04
        },
        RuleCase("L3 can't raise", AssetExposureRule(), Reason(.assetExposure, found: 2050, limit: 2000)) {
            $0.portfolio = Fixture.portfolio([1550, 0, 0])
            $0.portfolio.symbols[0].netExposure = 0.9
        },
        RuleCase("all at 30 %", CryptoExposureRule(), nil) {
            $0.portfolio = Fixture.portfolio([1000, 1500, 0])
        },
        RuleCase("above", CryptoExposureRule(), Reason(.cryptoExposure, found: 3003, limit: 3000)) {
            $0.portfolio = Fixture.portfolio([1000, 1503, 0])
        },
    ]

    static let correlation = [
        RuleCase("one open", CorrelatedPositionsRule(), nil) {
            $0.portfolio = Fixture.portfolio([100, 100, 0])
        },
        RuleCase(
            "one open, one reserved", CorrelatedPositionsRule(),
            Reason(.correlatedPositions, found: 2, limit: 2)
        ) {
            $0.portfolio = Fixture.portfolio([0, 100, 0])
            $0.portfolio.symbols[2].pendingBuy = Money(1)
        },
        RuleCase("two open that do not fall with it", CorrelatedPositionsRule(), nil) {
            $0.portfolio = Fixture.portfolio([0, 100, 100])
            $0.settings.symbols[0].correlatedWith = [Fixture.eth]
        },
        RuleCase("0.80 exactly", CorrelatedExposureRule(), nil) {
            $0.portfolio = Fixture.portfolio([0, 1600, 0])
            $0.portfolio.correlation = 0.80
        },
        RuleCase(
            "together 2100", CorrelatedExposureRule(), Reason(.correlatedExposure, found: 0.81, limit: 0.8)
        ) {
            $0.portfolio = Fixture.portfolio([0, 1600, 0])
            $0.portfolio.correlation = 0.81
        },
        RuleCase("together 2000", CorrelatedExposureRule(), nil) {
            $0.portfolio = Fixture.portfolio([0, 1500, 0])
            $0.portfolio.correlation = 0.81
        },
        RuleCase("the other way round", CorrelatedExposureRule(), nil) {
            $0.portfolio = Fixture.portfolio([0, -1600, 0])
            $0.portfolio.correlation = 0.95
        },
        RuleCase(
            "SOL is not of the pair", CorrelatedExposureRule(), nil, Fixture.entry(Fixture.sol, usdt: 900)
        ) {
            $0.portfolio = Fixture.portfolio([2000, 1600, 0])
            $0.portfolio.correlation = 0.95
        },
    ]

    static let losses = [
        RuleCase("below 5 %", DailyDrawdownRule(), nil) { $0.portfolio.equity = Money(9501) },
        RuleCase("at 5 %", DailyDrawdownRule(), Reason(.dailyDrawdown, found: 0.05, limit: 0.05)) {
            $0.portfolio.equity = Money(9500)
        },
        RuleCase("from the day's peak", DailyDrawdownRule(), Reason(.dailyDrawdown, found: 0.05, limit: 0.05))
        {
            ($0.portfolio.dayPeak, $0.portfolio.equity) = (Money(10_400), Money(9900))
        },
        RuleCase("below 5 %", SymbolDrawdownRule(), nil) { $0.portfolio.symbols[0].dayPnL = Money(-499) },
        RuleCase("at 5 %", SymbolDrawdownRule(), Reason(.pairDrawdown, found: 0.05, limit: 0.05)) {
            $0.portfolio.symbols[0].dayPnL = Money(-500)
        },
        RuleCase("another pair's", SymbolDrawdownRule(), nil) {
            $0.portfolio.symbols[1].dayPnL = Money(-900)
        },
    ]

    static let balances = [
        RuleCase("100 USDT are left", MinBalanceRule(), nil) { $0.portfolio.free = Money(600) },
        RuleCase("99 are left", MinBalanceRule(), Reason(.lowBalance, found: 99, limit: 100)) {
            $0.portfolio.free = Money(599)
        },
        RuleCase("what is promised is not free", MinBalanceRule(), Reason(.lowBalance, found: 99, limit: 100))
        {
            $0.portfolio.free = Money(699)
            $0.portfolio.symbols[2].pendingSell = Money(100)
        },
        RuleCase("the pair's own", MinBalanceRule(), Reason(.lowEquity, found: 10_000, limit: 20_000)) {
            $0.settings.symbols[0].minBalance = Money(20_000)
        },
        RuleCase("just free", MarginRule(), nil) { $0.portfolio.free = Money(500) },
        RuleCase("not free", MarginRule(), Reason(.insufficientMargin, found: 499, limit: 500)) {
            $0.portfolio.free = Money(499)
        },
        RuleCase("leverage 2 halves it", MarginRule(), nil) {
            $0.portfolio.free = Money(250)
            $0.settings.symbols[0].leverage = 2
        },
        RuleCase("spot needs none", MarginRule(), nil) {
            $0.portfolio.free = Money(1)
            $0.settings.market = .spot
        },
        RuleCase("a spot buy", BalanceRule(), Reason(.insufficientBalance, found: 499, limit: 500)) {
            $0.portfolio.free = Money(499)
            $0.settings.market = .spot
        },
        RuleCase(
            "a spot sale needs the asset", BalanceRule(), Reason(.insufficientBalance, found: 0, limit: 0.01),
            Fixture.entry(Fixture.btc, usdt: 500, side: .sell)
        ) { $0.settings.market = .spot },
    ]
}
