import Market

/// The books of one symbol, exact to 1e-8: the position is kept with what it cost, not with a rounded
/// average, so that profit closed plus profit open always equals what the fills moved.
@frozen public struct SymbolBook: BitwiseCopyable, Sendable, Hashable {
    /// Positive long, negative short.
    public internal(set) var quantity = Quantity.zero
    /// What the open position cost, USDT, signed like it.
    public internal(set) var cost = Money.zero
    /// Profit closed, before fees, USDT.
    public internal(set) var realised = Money.zero
    /// Fees and funding paid, USDT.
    public internal(set) var fees = Money.zero
    /// Last price; zero before there was one.
    public internal(set) var mark = Price.zero

    /// Average entry price; zero while flat.
    public var entryPrice: Price {
        guard !quantity.isZero else { return .zero }
        return multiplyDivide(cost.raw, fixedPointScale, by: quantity.raw, .nearest).map(Price.init(raw:))
            ?? .zero
    }

    /// Profit not yet closed, USDT; zero while there is no price.
    public var unrealised: Money {
        mark.isZero ? .zero : (quantity.notional(at: mark) ?? cost) - cost
    }

    /// Books a fill and answers the profit that it closed, USDT.
    ///
    /// What is closed takes its share of the cost with it: realised = proceeds − cost · closed/held.
    mutating func apply(_ side: Side, _ filled: Quantity, at price: Price) -> Money {
        let value = Money(raw: side.sign * (filled.notional(at: price) ?? .zero).raw)
        let signed = Quantity(raw: side.sign * filled.raw)
        defer { quantity += signed }
        guard quantity.raw.signum() == -signed.raw.signum(), !signed.isZero else {
            cost += value
            return .zero
        }
        let closing = min(filled, quantity.magnitude)
        let closed =
            closing == filled ? value : Money(raw: side.sign * (closing.notional(at: price) ?? .zero).raw)
        let share =
            closing == quantity.magnitude
            ? cost
            : Money(raw: multiplyDivide(cost.raw, closing.raw, by: quantity.magnitude.raw, .nearest) ?? 0)
        let profit = -closed - share
        realised += profit
        cost += value - closed - share
        return profit
    }
}
