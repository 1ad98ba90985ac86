/// Size by volatility: the exposure at which a position moves as much as it should (Moskowitz, Ooi and
/// Pedersen 2012, "Time Series Momentum", section 3).
public enum VolatilityTarget {
    /// target / realised, at most `cap`.
    ///
    /// - Parameters:
    ///   - target: the volatility wanted, annualised like `realised`.
    ///   - realised: the volatility measured.
    ///   - cap: the largest answer; 1 is the whole capital.
    /// - Returns: the exposure as a fraction of capital; `cap` where nothing moved, 0 where an input is
    ///   no number or negative.
    public static func fraction(target: Double, realised: Double, cap: Double = 1) -> Double {
        guard target >= 0, realised >= 0, cap >= 0, target.isFinite, realised.isFinite else { return 0 }
        return target < realised * cap ? target / realised : cap
    }
}
