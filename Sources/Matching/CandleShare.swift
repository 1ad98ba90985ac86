import Configuration
import Market

/// What a candle still offers to us: a set share of the value that was traded in it, once for all orders
/// of its moment, of both sides, whoever sent them.
///
/// Assumes that we are one taker among many and that what exceeds the share finds nobody. Liquidations
/// are not bounded by it, for they are the exchange's own; what they take is gone for the orders after them.
@frozen public struct CandleShare: BitwiseCopyable, Sendable, Hashable {
    /// Value that is left, USDT.
    public private(set) var left: Money

    /// - Parameter share: share of the candle's quote volume, 0 to 1.
    public init(of candle: Candle, share: Double) {
        let value = max(0, candle.quoteVolume * share)
        // A candle of a value that money can't hold fills whatever is wanted.
        left = value.isNaN ? .zero : Money(value) ?? Money(raw: .max)
    }

    /// Takes the largest quantity on the step grid that is left of what is wanted; zero where none is.
    public mutating func take(_ wanted: Quantity, at price: Price, step: Quantity) -> Quantity {
        guard price.isPositive, let offered = left.quantity(at: price) else { return .zero }
        let got = min(wanted, offered).rounded(to: step, .down)
        guard got.isPositive, let value = got.notional(at: price, .up) else { return .zero }
        left = max(.zero, left - value)
        return got
    }

    /// Takes a quantity whether it is left or not.
    public mutating func takeAll(_ quantity: Quantity, at price: Price) {
        left -= min(left, quantity.notional(at: price, .up) ?? left)
    }
}
