import Market

/// An event about balances and positions: those that changed.
package struct AccountUpdate: Sendable, Hashable {
    /// Whether funding was paid.
    package var isFunding = false
    package var balances: [AssetBalance] = []
    package var positions: [ExchangePosition] = []
    package var time = Timestamp.zero

    package init() {}
}
