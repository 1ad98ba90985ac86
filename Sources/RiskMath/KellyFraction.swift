/// The share of capital that grows it fastest: Kelly (1956), "A New Interpretation of Information
/// Rate".
public enum KellyFraction {
    /// p − (1 − p) / b, times `share`, never below 0 nor above `cap`.
    ///
    /// - Parameters:
    ///   - winRate: the part p of trades that win, 0 to 1.
    ///   - payoff: the average win over the average loss, b.
    ///   - share: the part of the full Kelly bet that is taken; half is usual, for p and b are estimates.
    ///   - cap: the largest answer.
    /// - Returns: the fraction of capital to risk; 0 without an edge or where an input is no number.
    public static func of(winRate: Double, payoff: Double, share: Double = 0.5, cap: Double = 1) -> Double {
        guard winRate >= 0, winRate <= 1, payoff > 0 else { return 0 }
        let full = winRate - (1 - winRate) / payoff
        let fraction = full * share
        return fraction > 0 ? min(fraction, cap) : 0
    }
}
