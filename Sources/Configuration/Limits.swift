import Market

/// The limits of the active profile. All are kept at once; the tightest decides.
public struct Limits: Sendable, Hashable {
    /// MAX_ORDER_SIZE_USDT, for each child order.
    public var maxOrder: Money = Money(1000)
    /// MIN_ORDER_SIZE_USDT.
    public var minOrder: Money = Money(10)
    /// `max_total_exposure`: fraction of equity over all pairs (10 % in `multi-pair`).
    public var maxTotalExposure: Double = 0.10
    /// MAX_CRYPTO_EXPOSURE: fraction of equity.
    public var maxCryptoExposure: Double = 0.30
    /// MAX_DAILY_DRAWDOWN: fraction of the day's opening equity; reaching it halts.
    public var maxDailyDrawdown: Double = 0.05
    /// MIN_USDT_BALANCE: what must be left, USDT.
    public var minBalance: Money = Money(100)
    /// `max_correlated_positions`.
    public var maxCorrelatedPositions: Int = 2
    /// Largest BTC-ETH correlation at which both may be held the same way at full size.
    public var maxCorrelation: Double = 0.80
    /// P6: smallest confidence of an entry.
    public var minConfidence: Double = 0.60

    public init() {}
}
