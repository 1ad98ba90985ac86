import Market

extension Settings {
    /// What the venue charges and demands, as the run reckons with it: the paper venue's own, by the `paper`
    /// part of the settings.
    public var terms: VenueTerms {
        VenueTerms(
            makerFee: paper.makerFee, takerFee: paper.takerFee, maintenanceMargin: paper.maintenanceMargin,
            instruments: instruments.instruments, leverages: symbols.map(\.leverage))
    }
}
