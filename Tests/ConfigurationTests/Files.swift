import Configuration

/// Files of the tests.
enum Files {
    /// A kind beside the documents'.
    static let cross: StrategyKind = {
        let fast = StrategyParameter.whole("fast", 12, in: 2...256, "candles")
        let slow = StrategyParameter.whole("slow", 26, in: 2...256, "candles")
        let band = StrategyParameter.number("band", 0, in: 0...1, "fraction")
        return StrategyKind("cross", .momentum, [fast, slow, band], rising: [[fast, slow]])
    }()
    static let kinds = [
        StrategyKind("momentum", .momentum, []), StrategyKind("mean_reversion", .meanReversion, []),
        StrategyKind("breakout", .breakout, []), cross,
    ]

    /// Filters in exchangeInfo's form: BTC on both markets, MATIC and a PEPE-like pair on one each.
    static let instruments = SourceFile(
        name: "instruments.json",
        text: """
            {"source": "test", "date": "2026-03-31",
             "um": {"symbols": [
              \(symbol("BTC", "USDT", tick: "0.10", step: "0.001", largest: "1000", marketLargest: "120", notional: "100")),
              \(symbol("BTC", "BUSD", tick: "0.10", step: "0.001", largest: "1000", marketLargest: "120", notional: "100")),
              \(symbol("ETH", "USDT", tick: "0.01", step: "0.001", largest: "10000", marketLargest: "2000", notional: "20")),
              \(symbol("SOL", "USDT", tick: "0.01", step: "0.01", largest: "100000", marketLargest: "6000", notional: "5")),
              \(symbol("MATIC", "USDT", tick: "0.0001", step: "1", largest: "10000000", marketLargest: "1000000", notional: "5"))]},
             "spot": {"symbols": [
              {"symbol": "PEPEUSDT", "baseAsset": "PEPE", "quoteAsset": "USDT", "filters": [
               {"filterType": "PRICE_FILTER", "tickSize": "0.00000001"},
               {"filterType": "LOT_SIZE", "minQty": "1.00", "maxQty": "921415787020.00", "stepSize": "1.00"},
               {"filterType": "MARKET_LOT_SIZE", "minQty": "0.00", "maxQty": "52313816325.74", "stepSize": "0.00"},
               {"filterType": "NOTIONAL", "minNotional": "1.00000000"},
               {"filterType": "PERCENT_PRICE_BY_SIDE", "bidMultiplierUp": "5", "bidMultiplierDown": "0.2",
                "askMultiplierUp": "4", "askMultiplierDown": "0.25"}]}]}}
            """)

    private static func symbol(
        _ base: String, _ quote: String, tick: String, step: String, largest: String, marketLargest: String,
        notional: String
    ) -> String {
        """
        {"symbol": "\(base)\(quote)", "baseAsset": "\(base)", "quoteAsset": "\(quote)", "status": "TRADING", "filters": [
          {"filterType": "PRICE_FILTER", "tickSize": "\(tick)", "maxQty": null},
          {"filterType": "LOT_SIZE", "minQty": "\(step)", "maxQty": "\(largest)", "stepSize": "\(step)"},
          {"filterType": "MARKET_LOT_SIZE", "minQty": "\(step)", "maxQty": "\(marketLargest)", "stepSize": "\(step)"},
          {"filterType": "MIN_NOTIONAL", "notional": "\(notional)"},
          {"filterType": "PERCENT_PRICE", "multiplierUp": "1.05", "multiplierDown": "0.95"}]}
        """
    }

    static func safeList(_ text: String) -> SourceFile { SourceFile(name: "safe_list.json", text: text) }

    static let threePairs = safeList(
        """
        {"BTC/USDT": {"tier": "STABLE", "strategy": "momentum"},
         "ETH/USDT": {"tier": "STABLE", "strategy": "mean_reversion"},
         "SOL/USDT": {"tier": "VOLATILE", "strategy": "breakout"}}
        """)

    static func strata(_ text: String) -> SourceFile { SourceFile(name: "strata.json", text: text) }

    /// Settings of these files.
    static func settings(
        _ safeList: SourceFile = threePairs, strata: SourceFile? = nil, instruments: SourceFile = instruments
    ) throws(ConfigurationError) -> Settings {
        try SettingsLoader.load(
            safeList: safeList, instruments: instruments, strata: strata, kinds: kinds)
    }

    /// The lines of the error that these files lead to; empty where there is none.
    static func complaints(_ safeList: SourceFile = threePairs, strata text: String? = nil) -> [String] {
        do throws(ConfigurationError) {
            _ = try settings(safeList, strata: text.map(strata))
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }
}
