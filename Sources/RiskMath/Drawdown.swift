import Market

public import Market

/// How far an account has fallen from its highest equity: now and at worst, as fractions of the peak.
///
/// For a daily limit start a new one at 00:00 UTC of event time.
@frozen public struct Drawdown: BitwiseCopyable, Sendable, Hashable {
    /// The highest equity so far.
    public private(set) var peak: Money
    /// The equity last seen.
    public private(set) var equity: Money
    /// The deepest fall so far, as a fraction of the peak of its time: 0.05 is 5 %.
    public private(set) var maximum: Double

    /// At its peak.
    public init(startingAt equity: Money) {
        peak = equity
        self.equity = equity
        maximum = 0
    }

    /// The fall from the peak now: 0 at the peak, above 1 where the equity is negative; 0 while there
    /// never was a positive equity to fall from.
    public var current: Double {
        peak.isPositive ? (peak - equity).fraction(of: peak) : 0
    }

    /// Takes the equity after a fill, a fee, a funding payment or a new mark; answers the fall now.
    @discardableResult public mutating func update(equity: Money) -> Double {
        self.equity = equity
        peak = max(peak, equity)
        maximum = max(maximum, current)
        return current
    }
}
