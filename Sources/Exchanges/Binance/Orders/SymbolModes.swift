import Market

/// How a pair of futures is set for the account.
package struct SymbolModes: BitwiseCopyable, Sendable, Hashable {
    /// None where it is not of the run's pairs.
    package var symbol = SymbolID.none
    /// Whether its margin is its own.
    package var isIsolated = false
    /// Value to margin.
    package var leverage = 0

    package init() {}
}
