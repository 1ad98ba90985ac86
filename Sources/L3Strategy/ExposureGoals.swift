import Configuration
import Market

/// The intraday goals of one symbol: the largest net exposure and the largest risk. Each factor is
/// between 0 and 1; together they never lift anything above the configured limits.
struct ExposureGoals: Sendable {
    /// However much is lost, this share is left: `reduceOnly` closes, not a small number.
    static let smallest = 0.2
    /// Factor where the whole market moves as one, and on the risk while volatility is high.
    static let oneSidedFactor = 0.8
    static let volatileFactor = 0.75

    /// Fraction of equity.
    var netExposure: Double
    /// Fraction of equity.
    var maxRisk: Double

    /// - Parameters:
    ///   - largest: what the limits allow, fraction of equity.
    ///   - drawdown: as a share of its daily limit.
    ///   - loss: of the symbol's recent trades, as a share of its daily limit.
    init(
        largest: Double, risk: Double, rank: UInt16, drawdown: Double, loss: Double, riskScale: Double,
        isOneSided: Bool, isVolatile: Bool
    ) {
        let caution = Self.factor(drawdown) * Self.factor(loss)
        // From the third place on a tenth less each, at most half.
        let place = max(0.5, 1 - 0.1 * Double(max(0, Int(rank) - 2)))
        let market = isOneSided ? Self.oneSidedFactor : 1
        netExposure = largest * max(Self.smallest, caution * market * max(0, min(1, riskScale))) * place
        maxRisk = risk * max(Self.smallest, caution) * (isVolatile ? Self.volatileFactor : 1)
    }

    private static func factor(_ share: Double) -> Double { 1 - min(1, max(0, share)) }
}
