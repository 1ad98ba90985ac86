import Market

/// What Binance takes of a fill, by market and VIP tier, without discounts (BNB held for them, promotions).
///
/// Tier 0 is what every account begins with; the tiers above are the exchange's published table of 2025,
/// which it changes now and then: `paper.maker_fee` and `paper.taker_fee` say what an account really pays
/// (the exchange tells it by `account/commission` on spot and `commissionRate` on futures).
public enum FeeSchedule {
    /// The tiers that there are.
    public static let tiers = 0...9

    /// Maker's and taker's share of the notional, fractions.
    public static func rates(_ market: MarketKind, tier: Int) -> (maker: Double, taker: Double) {
        let table = market == .spot ? spot : futures
        return table[min(max(tier, tiers.lowerBound), tiers.upperBound)]
    }

    private static let spot: [(maker: Double, taker: Double)] = [
        (0.001, 0.001), (0.0009, 0.001), (0.0008, 0.001), (0.0004, 0.0006), (0.0004, 0.00052),
        (0.00025, 0.00031), (0.0002, 0.00029), (0.00019, 0.00028), (0.00016, 0.00025), (0.00011, 0.00023),
    ]
    private static let futures: [(maker: Double, taker: Double)] = [
        (0.0002, 0.0005), (0.00016, 0.0004), (0.00014, 0.00035), (0.00012, 0.00032),
        (0.0001, 0.0003), (0.00008, 0.00027), (0.00006, 0.00025), (0.00004, 0.00022), (0.00002, 0.0002),
        (0, 0.00017),
    ]
}
