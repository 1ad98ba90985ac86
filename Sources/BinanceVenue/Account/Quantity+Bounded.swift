import Market

extension Quantity {
    /// The sum, at most what a quantity holds: a broken figure of the exchange's must not end the process.
    func plus(_ other: Quantity) -> Quantity {
        let (sum, isTooMuch) = raw.addingReportingOverflow(other.raw)
        guard isTooMuch else { return Quantity(raw: sum) }
        return Quantity(raw: raw < 0 ? -.max : .max)
    }
}
