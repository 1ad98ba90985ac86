public import Market

/// Size by average true range: a stop that many ranges away loses the same money in every pair
/// (Wilder 1978; the normalisation of the trading profile's portfolio manager).
public enum AtrPositionSize {
    /// maximum risk / (ATR × multiplier), rounded down to 1e-8.
    ///
    /// - Parameters:
    ///   - maximumRisk: what may be lost at the stop, in account currency.
    ///   - atr: the average true range, in price units.
    ///   - multiplier: how many ranges away the stop lies.
    /// - Returns: the units of the base asset; `nil` where the range or the multiplier is not positive
    ///   (insufficient data), or the size leaves the range of a quantity.
    public static func quantity(maximumRisk: Money, atr: Double, multiplier: Double) -> Quantity? {
        guard maximumRisk.raw >= 0, atr > 0, multiplier > 0, let distance = Price(atr * multiplier) else {
            return nil
        }
        return maximumRisk.quantity(at: distance, .down)
    }
}
