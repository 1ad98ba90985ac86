public import Market

/// How much of the capital is in the market: the sum of positions by size and by direction.
@frozen public struct Exposure: BitwiseCopyable, Sendable, Hashable {
    /// The sum of the positions' values, whichever way they point.
    public private(set) var gross: Money
    /// Long less short.
    public private(set) var net: Money

    /// Nothing held.
    public init() {
        gross = .zero
        net = .zero
    }

    /// Adds a position by its value at the mark: positive for long, negative for short.
    public mutating func add(_ notional: Money) {
        gross += notional.magnitude
        net += notional
    }

    /// The gross exposure as a fraction of capital: 0.1 is 10 %; infinite where there is exposure
    /// without capital, so that no limit lets it pass.
    public func grossFraction(of capital: Money) -> Double { Exposure.fraction(gross, of: capital) }

    /// The net exposure as a fraction of capital, negative when short.
    public func netFraction(of capital: Money) -> Double { Exposure.fraction(net, of: capital) }

    /// One position as a fraction of capital, by the same rule.
    public static func fraction(_ notional: Money, of capital: Money) -> Double {
        if notional.isZero { return 0 }
        guard capital.isPositive else { return notional.isPositive ? .infinity : -.infinity }
        return notional.fraction(of: capital)
    }
}
