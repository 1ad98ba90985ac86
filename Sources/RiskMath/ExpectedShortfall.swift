/// Expected shortfall by historical simulation: the mean loss of the periods that lose at least the
/// value at risk (Acerbi and Tasche 2002, "On the Coherence of Expected Shortfall").
public enum ExpectedShortfall {
    /// - Parameter confidence: as for `ValueAtRisk`.
    /// - Returns: the loss as a fraction, positive for a loss; `nil` without returns.
    @inlinable public static func historical<let capacity: Int>(
        _ returns: ReturnWindow<capacity>, confidence: Double
    ) -> Double? {
        guard let quantile = returns.quantile(1 - confidence) else { return nil }
        // A return that is the quantile but for rounding belongs to the tail.
        let edge = quantile + quantile.magnitude * 1e-12
        return returns.meanOfTail(upTo: edge).map { -$0 }
    }
}
