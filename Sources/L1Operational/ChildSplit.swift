import Market

/// Splits a quantity into children of nearly equal size on the instrument's grid, none above the
/// largest: so no child is a remainder too small to be sent.
struct ChildSplit: Sendable {
    let count: Int
    private let steps: Int64
    private let step: Quantity

    /// `nil` where one step is already too much, or more children than `limit` would be needed.
    init?(_ quantity: Quantity, largest: Quantity, step: Quantity, limit: Int) {
        let step = step.isPositive ? step : Quantity(raw: 1)
        let most = largest.raw / step.raw
        let steps = quantity.raw / step.raw
        guard most > 0, steps > 0 else { return nil }
        let count = (steps + most - 1) / most
        guard count <= Int64(limit) else { return nil }
        self.count = Int(count)
        self.steps = steps
        self.step = step
    }

    /// Quantity of a child; the first ones carry what does not divide.
    subscript(index: Int) -> Quantity {
        let (share, rest) = steps.quotientAndRemainder(dividingBy: Int64(count))
        return Quantity(raw: (share + (Int64(index) < rest ? 1 : 0)) * step.raw)
    }
}
