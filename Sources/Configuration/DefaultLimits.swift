import Market

/// The limits of one asset where strata.json gives none: those of the documents for BTC, ETH and SOL,
/// and for any other asset whose filters are known the venue's own sizes and 10 % exposure (see
/// docs/decisions/0005-limits-of-a-new-pair.md).
enum DefaultLimits {
    /// The assets that the documents know.
    static let assets = ["BTC", "ETH", "SOL"]

    /// Largest and smallest order, base asset, and largest exposure, fraction of equity.
    static func limits(
        of instrument: Instrument
    ) -> (largest: Quantity, smallest: Quantity, exposure: Double) {
        switch instrument.base {
        case "BTC": (Quantity(raw: 5_000_000), Quantity(raw: 10_000), 0.20)
        case "ETH": (Quantity(2), Quantity(raw: 100_000), 0.15)
        case "SOL": (Quantity(100), Quantity(raw: 1_000_000), 0.10)
        default: (instrument.maxQuantity, instrument.minQuantity, 0.10)
        }
    }
}
