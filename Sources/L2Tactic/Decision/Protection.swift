import Market

/// Stop and target of a new position, on the instrument's price grid.
struct Protection: BitwiseCopyable, Sendable {
    /// close ∓ ATR × the tier's multiple.
    let stop: Price
    /// close ± ATR × the target's multiple.
    let target: Price

    /// `nil` where a price would not be positive or the stop would lie on the close: a market that
    /// stands still, or an ATR as large as the price.
    init?(_ side: Side, close: Price, atr: Double, stopMultiple: Double, targetMultiple: Double, tick: Price)
    {
        let sign = Double(side.sign)
        guard let stop = Price(close.double - sign * atr * stopMultiple)?.rounded(to: tick, .nearest),
            let target = Price(close.double + sign * atr * targetMultiple)?.rounded(to: tick, .nearest),
            stop.isPositive, target.isPositive, stop != close, target != close
        else { return nil }
        self.stop = stop
        self.target = target
    }
}
