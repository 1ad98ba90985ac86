/// Value at risk by historical simulation: the loss that is exceeded in one minus `confidence` of the
/// periods (Jorion 2006, "Value at Risk").
public enum ValueAtRisk {
    /// - Parameter confidence: between 0 and 1, 0.95 for the loss that one period in twenty exceeds.
    /// - Returns: the loss as a fraction, positive for a loss; negative where even the tail gains;
    ///   `nil` without returns.
    @inlinable public static func historical<let capacity: Int>(
        _ returns: ReturnWindow<capacity>, confidence: Double
    ) -> Double? {
        returns.quantile(1 - confidence).map { -$0 }
    }
}
