import Market

/// What one strategy advises at a close, and what that weighs.
struct Ballot: BitwiseCopyable, Sendable {
    let strategy: StrategyID
    /// Its row among the terms.
    let row: Int
    let signal: StrategySignal
    /// Weight × factor, signed by its direction; 0 where it has no vote.
    var weight = 0.0
}
