import Market

/// Names a payment of funding for good, whoever tells it and when: the pair, and the hour in which it was
/// due.
struct FundingHour: BitwiseCopyable, Sendable, Hashable {
    let symbol: SymbolID
    /// Hours since 1970.
    let hour: UInt64

    init(_ symbol: SymbolID, at time: Timestamp) {
        self.symbol = symbol
        hour = UInt64(max(0, time.milliseconds) / 3_600_000)
    }
}
