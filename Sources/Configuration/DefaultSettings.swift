import Market

extension Settings {
    /// The documents' defaults for BTC, ETH and SOL on USDⓈ-M futures: what runs without any file, and
    /// what tests start from. Filters as of 2026-03-31 (see samples/instruments.json).
    public static var standard: Settings {
        var settings = Settings()
        settings.symbols = [
            pair("BTC/USDT", .stable, "momentum", Quantity(raw: 5_000_000), Quantity(raw: 10_000), 0.20),
            pair("ETH/USDT", .stable, "mean_reversion", Quantity(2), Quantity(raw: 100_000), 0.15),
            pair("SOL/USDT", .volatile, "breakout", Quantity(100), Quantity(raw: 1_000_000), 0.10),
        ]
        settings.instruments = InstrumentTable([
            instrument("BTC/USDT", tick: 10_000_000, step: 100_000, market: 120, notional: 100),
            instrument("ETH/USDT", tick: 1_000_000, step: 100_000, market: 10_000, notional: 20),
            instrument("SOL/USDT", tick: 1_000_000, step: 1_000_000, market: 6_000, notional: 5),
        ])
        for index in settings.symbols.indices {
            settings.symbols[index].correlatedWith = settings.instruments.symbols.filter { $0.int != index }
        }
        return settings
    }

    private static func pair(
        _ name: String, _ tier: Tier, _ strategy: String, _ maxQuantity: Quantity, _ minQuantity: Quantity,
        _ exposure: Double
    ) -> SymbolSettings {
        var symbol = SymbolSettings(
            name: name, tier: tier, maxOrderQuantity: maxQuantity, minOrderQuantity: minQuantity, maxExposure: exposure)
        symbol.strategy = strategy
        return symbol
    }

    private static func instrument(_ name: String, tick: Int64, step: Int64, market: Int, notional: Int) -> Instrument {
        Instrument(
            name: name, market: .um, tickSize: Price(raw: tick), stepSize: Quantity(raw: step),
            minQuantity: Quantity(raw: step), maxQuantity: Quantity(market), minNotional: Money(notional),
            priceBandUp: 1.05, priceBandDown: 0.95)
    }
}
