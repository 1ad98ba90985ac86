import Market

/// A strategy on a pair's candles of one timeframe: which it is, and where its state lies.
struct Expert: BitwiseCopyable, Sendable {
    let strategy: StrategyID
    /// Its row among what is kept for each strategy of each pair.
    let row: Int
    /// Its kind's pool, and its slot in there.
    let pool: Int
    let slot: Int
}
