import Market

extension Settings {
    /// What the venue charges, as the run reckons with it: the paper venue's own, by the `paper` part.
    public var rates: VenueRates {
        VenueRates(
            makerFee: paper.makerFee, takerFee: paper.takerFee, maintenanceMargin: paper.maintenanceMargin)
    }

    /// All that a venue must agree with before it is traded at. It copies the table of pairs: for the start,
    /// not for the way of an order.
    public var terms: VenueTerms {
        VenueTerms(
            rates: rates, instruments: instruments.instruments, leverages: symbols.map(\.leverage))
    }
}
