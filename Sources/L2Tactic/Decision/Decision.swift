import Market

/// A vote that is strong enough, and what it was taken on.
struct Decision: BitwiseCopyable, Sendable {
    let symbol: SymbolID
    let timeframe: Timeframe
    let reading: Reading
    let vote: Vote
    let time: Timestamp
}
