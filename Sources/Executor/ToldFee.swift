import Market

/// A fee in BNB that was told, whose fill comes next.
struct ToldFee: BitwiseCopyable, Sendable {
    let symbol: SymbolID
    /// The fill's number.
    let number: UInt64
    let amount: Quantity
}
