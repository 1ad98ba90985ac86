import Configuration
import Market
import Testing

@Suite struct StrataFileLoaderTests {
    @Test func `without a file the documents' limits hold`() throws {
        let settings = try Files.settings()
        #expect(settings.profile == "multi-pair" && settings.market == .um && settings.capital == Money(10_000))
        #expect(settings.limits.maxTotalExposure == 0.10 && settings.limits.maxOrder == Money(1000))
        #expect(settings.symbols.map(\.maxExposure) == [0.20, 0.15, 0.10])
        #expect(settings.symbols.map(\.maxOrderQuantity) == [Quantity(raw: 5_000_000), Quantity(2), Quantity(100)])
        #expect(settings.symbols[1].correlatedWith == [SymbolID(0), SymbolID(2)])
        #expect(settings.symbols == Settings.standard.symbols)
    }

    @Test func `the operational profile raises the total to 30 percent and the file's own figure wins`() throws {
        let operational = try Files.settings(strata: Files.strata(#"{"profile": "operational"}"#))
        #expect(operational.limits.maxTotalExposure == 0.30 && operational.symbols[0].maxExposure == 0.20)
        let own = try Files.settings(strata: Files.strata(#"{"profile": "operational", "max_total_exposure": 0.15}"#))
        #expect(own.limits.maxTotalExposure == 0.15)
    }

    @Test func `the L1 document's tables load under their own keys for any asset`() throws {
        let settings = try Files.settings(
            Files.safeList(#"{"BTC/USDT": {"strategy": "momentum"}, "MATIC/USDT": {"strategy": "momentum"}}"#),
            strata: Files.strata(
                """
                {"RISK_LIMITS": {"MAX_ORDER_SIZE_BTC": 0.04, "MAX_ORDER_SIZE_ETH": 2.0, "MAX_ORDER_SIZE_USDT": 900,
                   "MIN_ORDER_SIZE_USDT": 12, "BTC_MIN_SIZE": 0.0002, "ETH_MIN_SIZE": 0.001,
                   "MAX_ORDER_SIZE_MATIC": 5000},
                 "PORTFOLIO_LIMITS": {"MAX_PORTFOLIO_EXPOSURE_BTC": 0.2, "MAX_PORTFOLIO_EXPOSURE_ETH": 0.15,
                   "MAX_DAILY_DRAWDOWN": 0.04, "MAX_CRYPTO_EXPOSURE": 0.25, "MIN_USDT_BALANCE": 150,
                   "MAX_PORTFOLIO_EXPOSURE_MATIC": 0.05},
                 "AI_THRESHOLDS": {"LOGREG": {"BTC": 0.62, "ETH": 0.58}, "RF": {"MATIC": 0.7}}}
                """))
        let (btc, matic) = (settings.symbols[0], settings.symbols[1])
        #expect(btc.maxOrderQuantity == Quantity(raw: 4_000_000) && btc.minOrderQuantity == Quantity(raw: 20_000))
        #expect(matic.maxOrderQuantity == Quantity(5000) && matic.maxExposure == 0.05)
        #expect(settings.limits.maxOrder == Money(900) && settings.limits.minOrder == Money(12))
        #expect(settings.limits.maxDailyDrawdown == 0.04 && settings.limits.maxCryptoExposure == 0.25)
        #expect(settings.limits.minBalance == Money(150))
        #expect(btc.thresholds.logreg == 0.62 && btc.thresholds.randomForest == nil && matic.thresholds.randomForest == 0.7)
        #expect(ModelThresholds.documented(asset: "ETH").lightgbm == 0.585)
    }

    @Test func `a correlation matrix replaces the default map`() throws {
        let settings = try Files.settings(
            strata: Files.strata(#"{"correlation_matrix": {"BTC/USDT": ["ETH/USDT"]}, "max_correlated_positions": 1}"#))
        #expect(settings.symbols.map(\.correlatedWith) == [[SymbolID(1)], [], []])
        #expect(settings.limits.maxCorrelatedPositions == 1)
    }

    @Test func `periods of the levels are configuration`() throws {
        let settings = try Files.settings(
            strata: Files.strata(
                """
                {"meta": {"period": "2h"}, "strategy": {"period": "30m", "timeframe": "1h"},
                 "tactic": {"timeframes": ["1m", "5m"]}, "paper": {"latency": "75ms", "funding_hours": [0, 12]}}
                """))
        #expect(settings.meta.period == .hours(2) && settings.strategy.period == .minutes(30))
        #expect(settings.strategy.timeframe == .h1 && settings.tactic.timeframes == [.m1, .m5])
        #expect(settings.paper.latency == .milliseconds(75) && settings.paper.fundingHours == [0, 12])
    }

    @Test(arguments: [
        Wrong(#"{"profil": "x"}"#, #"strata.json:1:12: profil is no key that is known here (did you mean "profile"?)"#),
        Wrong(#"{"profile": "brave"}"#, #"profile is "brave", which is not known; expected one of multi-pair, operational"#),
        Wrong(#"{"market": "coin"}"#, #"market is "coin""#, "one of spot, um"),
        Wrong(#"{"RISK_LIMITS": {"MAX_ORDER_SIZE_BTCC": 1}}"#, #"RISK_LIMITS.MAX_ORDER_SIZE_BTCC is no key"#, "MAX_ORDER_SIZE_BTC"),
        Wrong(#"{"PORTFOLIO_LIMITS": {"MAX_CRYPTO_EXPOSURE": 30}}"#, "MAX_CRYPTO_EXPOSURE is 30; expected a number from 0.0 to 1.0"),
        Wrong(#"{"RISK_LIMITS": {"MIN_ORDER_SIZE_USDT": 2000}}"#, "RISK_LIMITS.MIN_ORDER_SIZE_USDT is 2000.0; expected at most MAX_ORDER_SIZE_USDT"),
        Wrong(#"{"meta": {"period": 60}}"#, "meta.period is 60; expected a length of time with its unit"),
        Wrong(#"{"meta": {"period": "1s"}}"#, #"meta.period is "1s"; expected"#, #"from "1m" to "30d""#),
        Wrong(#"{"tactic": {"timeframes": ["5m", "7m"]}}"#, #"strata.json:1:34: tactic.timeframes[1] is "7m""#),
        Wrong(#"{"correlation_matrix": {"BTC/USDT": ["ETH/UDST"]}}"#, #"correlation_matrix.BTC/USDT[0] is "ETH/UDST""#, #"did you mean "ETH/USDT"?"#),
        Wrong(#"{"meta": {"min_weight": 0.9}}"#, "meta.min_weight is 0.9; expected at most max_weight (0.8)"),
        Wrong(#"{"meta": {"min_weight": 0.4}}"#, "meta.min_weight is 0.4; expected at most 0.3333", "3 strategies share 1"),
        Wrong(#"{"meta": {"max_weight": 0.3}}"#, "meta.max_weight is 0.3; expected at least 0.3333"),
        Wrong(
            #"{"meta": {"primary_weight": 0.9}}"#,
            "meta.primary_weight is 0.9; expected from min_weight (0.05) to max_weight (0.8)"),
        Wrong(#"{"strategy": {"volatility_history": 257}}"#, "volatility_history is 257; expected a whole number from 2 to 256"),
        Wrong(#"{"paper": {"maintenance_margin": 1}}"#, "BTC/USDT.leverage is 1; expected less than 1 / paper.maintenance"),
        Wrong(#"{"tactic": {"timeframes": ["5m", "15m", "5m"]}}"#, #"tactic.timeframes is "5m"; expected each name once"#),
        Wrong(#"{"capital": null}"#, "capital is null; expected a number from 1 to 10000000000"),
        Wrong(#"{"capital": 1e300}"#, "capital is 1e+300; expected"),
        // What fixed point holds, but neither its sums nor its shares.
        Wrong(#"{"capital": 9e10}"#, "capital is 90000000000.0; expected a number from 1 to 10000000000"),
        Wrong(#"{"RISK_LIMITS": {"MAX_ORDER_SIZE_USDT": 9e10}}"#, "MAX_ORDER_SIZE_USDT is 90000000000.0; expected"),
        Wrong(#"[1]"#, "strata.json:1:1: is an array of 1; expected an object"),
    ])
    func `a wrong strata file is refused with its place`(wrong: Wrong) {
        let all = Files.complaints(strata: wrong.text).joined(separator: "\n")
        for part in wrong.parts { #expect(all.contains(part), "\(all)") }
    }

    @Test func `a pair without filters is refused by name with what to add`() {
        let complaints = Files.complaints(Files.safeList(#"{"DOGE/USDT": {"strategy": "momentum"}}"#))
        #expect(complaints.count == 1)
        #expect(complaints[0].contains("DOGE/USDT, which has no limits or filters; add its filters to um.symbols of instruments.json"))
        #expect(complaints[0].contains("MAX_ORDER_SIZE_DOGE"))
    }

    @Test func `leverage just under what liquidates at once is taken`() throws {
        let settings = try Files.settings(Files.safeList(#"{"BTC/USDT": {"strategy": "momentum", "leverage": 39}}"#))
        #expect(settings.symbols[0].leverage == 39)
    }

    @Test func `leverage on spot is refused`() {
        let complaints = Files.complaints(
            Files.safeList(#"{"PEPE/USDT": {"strategy": "momentum", "leverage": 3}}"#), strata: #"{"market": "spot"}"#)
        #expect(complaints.count == 1 && complaints[0].contains("PEPE/USDT.leverage is 3; expected 1"), "\(complaints)")
    }
}
