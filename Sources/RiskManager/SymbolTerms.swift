import Messages

/// On which terms entries of one symbol go: what L3 and L4 want, and what its market data is worth.
struct SymbolTerms: BitwiseCopyable, Sendable {
    /// L3's largest net exposure, fraction of equity; infinite before L3 has spoken.
    var netExposure = Double.infinity
    var reduceOnly = false
    /// How fresh its market data is.
    var feed = FeedHealth()
    /// Whether its prices come with a book: approvals are short-lived then.
    var isOnTicks = false
}
