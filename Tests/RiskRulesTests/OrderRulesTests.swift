import Configuration
import Market
import Messages
import Testing

@testable import RiskRules

@Suite struct OrderRulesTests {
    @Test(arguments: doors + stops + sizes + market)
    func `an order rule refuses just beyond its limit`(_ row: RuleCase) {
        #expect(row.isAsExpected, "\(row.rule.breach(of: row.proposal).debugDescription)")
    }

    static let doors = [
        RuleCase("open", OpenForEntriesRule(), nil),
        RuleCase("halted", OpenForEntriesRule(), Reason(.halted)) { $0.portfolio.barrier = Reason(.halted) },
        RuleCase("no price", PriceRule(), Reason(.noPrice)) { $0.order.intent.referencePrice = .zero },
        RuleCase("within", PriceRangeRule(), nil) { $0.takePrices(from: 49_000, to: 50_000) },
        RuleCase("too low", PriceRangeRule(), Reason(.priceOutOfBand, found: 50_000, limit: 50_001)) {
            $0.takePrices(from: 50_001, to: 60_000)
        },
        RuleCase("too high", PriceRangeRule(), Reason(.priceOutOfBand, found: 50_000, limit: 49_999)) {
            $0.takePrices(from: 1, to: 49_999)
        },
        RuleCase("a limit's", PriceRangeRule(), Reason(.priceOutOfBand, found: 50_002, limit: 50_001)) {
            $0.takePrices(from: 1, to: 50_001)
            $0.order.intent.price = Price(50_002)
        },
        RuleCase("stop too low", PriceRangeRule(), Reason(.priceOutOfBand, found: 49_000, limit: 49_001)) {
            $0.takePrices(from: 49_001, to: 60_000)
        },
        RuleCase("target too high", PriceRangeRule(), Reason(.priceOutOfBand, found: 51_000, limit: 50_999)) {
            $0.takePrices(from: 1, to: 50_999)
            $0.order.intent.takeProfit = Price(51_000)
        },
        RuleCase("zero", QuantityRule(), Reason(.invalidQuantity, found: 0)) {
            $0.order.intent.quantity = .zero
        },
        RuleCase("unknown", ConfidenceRule(), nil),
        RuleCase("just above", ConfidenceRule(), nil) { $0.order.confidence = 0.6001 },
        RuleCase("at its limit", ConfidenceRule(), Reason(.confidenceTooLow, found: 0.6, limit: 0.6)) {
            $0.order.confidence = 0.6
        },
        RuleCase("L4 asks for more", ConfidenceRule(), Reason(.confidenceTooLow, found: 0.65, limit: 0.7)) {
            ($0.order.confidence, $0.order.minConfidence) = (0.65, 0.7)
        },
        RuleCase("L4 can't ask for less", ConfidenceRule(), Reason(.confidenceTooLow, found: 0.5, limit: 0.6))
        {
            ($0.order.confidence, $0.order.minConfidence) = (0.5, 0.4)
        },
    ]

    static let stops = [
        RuleCase("given", MissingStopRule(), nil),
        RuleCase("absent", MissingStopRule(), Reason(.missingStop)) { $0.order.intent.stopLoss = .absent },
        RuleCase("zero", MissingStopRule(), Reason(.missingStop)) { $0.order.intent.stopLoss = .zero },
        RuleCase("a buy's just below", IncoherentStopRule(), nil) {
            $0.order.intent.stopLoss = Price(raw: Price(50_000).raw - 1)
        },
        RuleCase(
            "a buy's at its price", IncoherentStopRule(),
            Reason(.incoherentStop, found: 50_000, limit: 50_000)
        ) {
            $0.order.intent.stopLoss = Price(50_000)
        },
        RuleCase(
            "a sale's above", IncoherentStopRule(), nil, Fixture.entry(Fixture.btc, usdt: 500, side: .sell)),
        RuleCase(
            "a sale's below", IncoherentStopRule(), Reason(.incoherentStop, found: 49_000, limit: 50_000),
            Fixture.entry(Fixture.btc, usdt: 500, side: .sell)
        ) { $0.order.intent.stopLoss = Price(49_000) },
        RuleCase(
            "a limit order's", IncoherentStopRule(), Reason(.incoherentStop, found: 49_000, limit: 48_500)
        ) {
            ($0.order.intent.price, $0.order.intent.stopLoss) = (Price(48_500), Price(49_000))
        },
    ]

    static let sizes = [
        RuleCase(
            "the exchange's 100 USDT on BTC", MinOrderRule(), nil, Fixture.entry(Fixture.btc, usdt: 100)),
        RuleCase(
            "99 USDT of BTC", MinOrderRule(), Reason(.orderTooSmall, found: 99, limit: 100),
            Fixture.entry(Fixture.btc, usdt: 99)),
        RuleCase("the profile's 10 USDT on SOL", MinOrderRule(), nil, Fixture.entry(Fixture.sol, usdt: 10)),
        RuleCase(
            "9 USDT of SOL", MinOrderRule(), Reason(.orderTooSmall, found: 9, limit: 10),
            Fixture.entry(Fixture.sol, usdt: 9)),
        RuleCase("a pair in TRADING", NotTradingRule(), nil),
        RuleCase("one in SETTLING", NotTradingRule(), Reason(.notTrading)) {
            var rows = $0.settings.instruments.instruments
            rows[0].status = "SETTLING"
            $0.settings.instruments = InstrumentTable(rows)
        },
        RuleCase("1000 USDT", MaxOrderRule(), nil, Fixture.entry(Fixture.btc, usdt: 1000)),
        RuleCase(
            "1001 USDT", MaxOrderRule(), Reason(.orderTooLarge, found: 1001, limit: 1000),
            Fixture.entry(Fixture.btc, usdt: 1001)),
        RuleCase("0.001 BTC", MinQuantityRule(), nil) { $0.order.intent.quantity = Quantity(raw: 100_000) },
        RuleCase("0.0009 BTC", MinQuantityRule(), Reason(.quantityTooSmall, found: 0.0009, limit: 0.001)) {
            $0.order.intent.quantity = Quantity(raw: 90_000)
        },
        RuleCase("0.05 BTC", MaxQuantityRule(), nil, Fixture.entry(Fixture.btc, usdt: 2500)),
        RuleCase(
            "0.051 BTC", MaxQuantityRule(), Reason(.orderTooLarge, found: 2550, limit: 2500),
            Fixture.entry(Fixture.btc, usdt: 2550)),
        RuleCase("2 ETH", MaxQuantityRule(), nil, Fixture.entry(Fixture.eth, usdt: 6000)),
        RuleCase(
            "2.1 ETH", MaxQuantityRule(), Reason(.orderTooLarge, found: 6300, limit: 6000),
            Fixture.entry(Fixture.eth, usdt: 6300)),
    ]

    static let market = [
        RuleCase("unknown", LiquidityRule(), nil),
        RuleCase("just the order", LiquidityRule(), nil) { $0.order.liquidity = Money(500) },
        RuleCase("less", LiquidityRule(), Reason(.notEnoughLiquidity, found: 499, limit: 500)) {
            $0.order.liquidity = Money(499)
        },
        RuleCase("unknown", SpreadRule(), nil),
        RuleCase("15 bps", SpreadRule(), nil) { $0.order.spreadBps = 15 },
        RuleCase("15.1 bps", SpreadRule(), Reason(.spreadTooWide, found: 15.1, limit: 15)) {
            $0.order.spreadBps = 15.1
        },
        RuleCase("L4 allows 5", SpreadRule(), Reason(.spreadTooWide, found: 6, limit: 5)) {
            ($0.order.spreadBps, $0.order.maxSpreadBps) = (6, 5)
        },
        RuleCase("L4 can't allow 50", SpreadRule(), Reason(.spreadTooWide, found: 16, limit: 15)) {
            ($0.order.spreadBps, $0.order.maxSpreadBps) = (16, 50)
        },
        RuleCase("the tier's 20 bps", SlippageRule(), nil) { $0.order.slippageBps = 20 },
        RuleCase("21 bps", SlippageRule(), Reason(.slippageTooLarge, found: 21, limit: 20)) {
            $0.order.slippageBps = 21
        },
        RuleCase("L4 allows 10", SlippageRule(), Reason(.slippageTooLarge, found: 11, limit: 10)) {
            ($0.order.slippageBps, $0.order.maxSlippageBps) = (11, 10)
        },
    ]
}

extension Proposal {
    /// The exchange takes BTC's prices between these alone.
    fileprivate mutating func takePrices(from least: Int, to most: Int) {
        var all = settings.instruments.instruments
        (all[0].minPrice, all[0].maxPrice) = (Price(least), Price(most))
        settings.instruments = InstrumentTable(all)
    }
}
