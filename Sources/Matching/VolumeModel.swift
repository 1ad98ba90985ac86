import Configuration
import Market

/// How much of an order a candle can fill: a set share of what was traded in it.
///
/// Assumes that we are one taker among many and that what exceeds the share finds nobody. Stops and
/// liquidations are not bounded by it: they take what they need.
@frozen public struct VolumeModel: BitwiseCopyable, Sendable {
    /// Share of the candle's quote volume, 0 to 1.
    public let share: Double

    public init(_ settings: OperationalSettings) { share = settings.liquidityShare }

    /// The largest quantity on the step grid that the candle fills of what is wanted.
    public func available(
        _ wanted: Quantity, in candle: Candle, at price: Price, step: Quantity
    ) -> Quantity {
        guard candle.quoteVolume > 0, price.isPositive else { return .zero }
        let units = candle.quoteVolume * share / price.double
        guard let offered = Quantity(units), offered < wanted else { return wanted }
        return offered.rounded(to: step, .down)
    }
}
