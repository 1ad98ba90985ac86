/// A set of limits with a name (P12). All limits of the active profile are kept at once.
public enum TradingProfile: String, Sendable, Hashable, CaseIterable {
    /// The multi-pair document's: at most 10 % of the capital over all pairs.
    case multiPair = "multi-pair"
    /// The L1 document's: 20 % BTC, 15 % ETH, 30 % over all.
    case operational

    /// `max_total_exposure` where the file doesn't give it: fraction of equity.
    public var maxTotalExposure: Double { self == .multiPair ? 0.10 : 0.30 }
}
