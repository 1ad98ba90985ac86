import Market

/// A position of futures, one-way.
package struct ExchangePosition: BitwiseCopyable, Sendable, Hashable {
    /// None where it is not of the run's pairs.
    package var symbol = SymbolID.none
    /// Less than zero where short.
    package var quantity = Quantity.zero
    /// Absent where nothing is held.
    package var entryPrice = Price.absent

    package init() {}
}
