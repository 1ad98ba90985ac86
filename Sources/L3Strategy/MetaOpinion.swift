import Messages

/// What L4 thinks of one strategy on one symbol.
struct MetaOpinion: BitwiseCopyable, Sendable {
    /// Largest factor of a strategy whose results drift.
    static let driftingFactor = 0.5

    var weight = Double.nan
    var riskScale = 1.0
    var isDrifting = false

    /// The regime's factor as far as L4 trusts the strategy. L2 applies weight and risk scale itself, so
    /// they are not multiplied in again: but a strategy that L4 holds at its smallest weight, or whose
    /// risk it cut, is not lifted above 1, a drifting one is shrunk, and one without risk is off.
    func factor(_ regime: Double, smallestWeight: Double) -> Double {
        guard riskScale > 0 else { return 0 }
        if isDrifting { return min(regime, Self.driftingFactor) }
        return weight <= smallestWeight + 1e-9 || riskScale < 1 ? min(regime, 1) : regime
    }
}
