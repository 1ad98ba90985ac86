import Market

/// A position of an account.
struct FuturesPosition: Sendable {
    var held = Position()
    /// What an isolated one holds of the wallet.
    var isolated = Money.zero
    /// The fees of what is open.
    var fees = Money.zero
    /// What it realised since the start, before fees.
    var realised = Money.zero
    var updated = Timestamp.zero

    /// The price at which it would come out even.
    var breakEven: Price {
        guard !held.isFlat else { return .zero }
        let each = multiplyDivide(fees.raw, fixedPointScale, by: held.quantity.raw, .nearest) ?? 0
        return Price(raw: held.entryPrice.raw + each)
    }

    /// Books a trade; answers what it realised.
    mutating func trade(
        _ side: Side, _ quantity: Quantity, at price: Price, fee: Money, leverage: Int64, isIsolated: Bool,
        _ time: Timestamp
    ) -> Money {
        let before = held.quantity
        let profit = held.apply(side, quantity, at: price)
        let after = held.quantity
        realised += profit
        updated = time
        let isTurned = !before.isZero && !after.isZero && (before.raw > 0) != (after.raw > 0)
        let opened = isTurned ? after.magnitude : after.magnitude - before.magnitude
        if isTurned {
            (isolated, fees) = (.zero, .zero)
        } else if opened.raw < 0 {
            isolated = Self.part(isolated, after, of: before)
            fees = Self.part(fees, after, of: before)
        }
        guard opened.isPositive else { return profit }
        fees += Self.part(fee, opened, of: quantity)
        guard isIsolated, let value = opened.notional(at: price) else { return profit }
        isolated += Money(raw: multiplyDivide(value.raw, 1, by: leverage, .up) ?? 0)
        return profit
    }

    private static func part(_ whole: Money, _ part: Quantity, of all: Quantity) -> Money {
        Money(raw: multiplyDivide(whole.raw, part.magnitude.raw, by: all.magnitude.raw, .nearest) ?? 0)
    }
}
