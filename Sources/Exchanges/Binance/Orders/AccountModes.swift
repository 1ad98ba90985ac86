import Market

/// How an account of futures is set.
package struct AccountModes: BitwiseCopyable, Sendable, Hashable {
    /// Whether it may trade at all.
    package var canTrade = false
    /// Long and short at once.
    package var isHedged = false
    /// Several assets as margin.
    package var hasSeveralAssets = false

    package init() {}
}
