import Market

/// Sums and shares of what is configured must stay within what fixed point holds (±92 billion).
extension Money {
    /// What a configured amount may be, USDT.
    static let settings = Money(0)...Money(10_000_000_000)
    /// The same where nothing is no amount.
    static let positiveSettings = Money(1)...settings.upperBound
}

extension Quantity {
    /// What a configured quantity may be.
    static let settings = Quantity(raw: 1)...Quantity(90_000_000_000)
}
