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
    /// L4's weights and factors on risk, by strategy.
    var weights: [8 of Double] = .init(repeating: 0)
    var riskScales: [8 of Double] = .init(repeating: 1)

    /// L4's factor on the risk of new entries: the mean over the strategies by their weights.
    var riskScale: Double {
        var (weight, sum) = (0.0, 0.0)
        for place in 0..<8 {
            weight += weights[place]
            sum += weights[place] * riskScales[place]
        }
        return weight > 0 ? min(1, max(0, sum / weight)) : 1
    }
}
