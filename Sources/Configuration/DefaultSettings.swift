import Market

extension Settings {
    /// The documents' defaults for BTC, ETH and SOL on USDⓈ-M futures: what runs without any file, and
    /// what tests start from. Filters as of 2026-03-31 (see samples/instruments.json).
    public static var standard: Settings {
        var settings = Settings()
        settings.resolve(
            [
                entry("BTC/USDT", .stable, "momentum"),
                entry("ETH/USDT", .stable, "mean_reversion"),
                entry("SOL/USDT", .volatile, "breakout"),
            ],
            [
                instrument("BTC/USDT", tick: 10_000_000, step: 100_000, market: 120, notional: 100),
                instrument("ETH/USDT", tick: 1_000_000, step: 100_000, market: 10_000, notional: 20),
                instrument("SOL/USDT", tick: 1_000_000, step: 1_000_000, market: 6_000, notional: 5),
            ])
        return settings
    }

    private static func entry(_ name: String, _ tier: Tier, _ strategy: String) -> SafeListEntry {
        var entry = SafeListEntry(name: name)
        entry.tier = tier
        entry.strategy = strategy
        return entry
    }

    private static func instrument(
        _ name: String, tick: Int64, step: Int64, market: Int, notional: Int
    ) -> Instrument {
        Instrument(
            name: name, market: .um, tickSize: Price(raw: tick), stepSize: Quantity(raw: step),
            minQuantity: Quantity(raw: step), maxQuantity: Quantity(market), minNotional: Money(notional),
            priceBandUp: 1.05, priceBandDown: 0.95)
    }
}
