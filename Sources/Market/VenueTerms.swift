/// What a venue charges and demands. All levels of a run reckon with the same.
public struct VenueTerms: Sendable, Hashable {
    /// Its fees and margin.
    public var rates: VenueRates
    /// The pairs with their filters, in the order of the run's table.
    public var instruments: [Instrument]
    /// The account's leverage of each of them; 1 on spot.
    public var leverages: [Int]

    /// The terms of a venue; `leverages` are in the order of `instruments`.
    public init(rates: VenueRates, instruments: [Instrument], leverages: [Int]) {
        self.rates = rates
        self.instruments = instruments
        self.leverages = leverages
    }

    /// Where these are not what a run reckons with, a line for a person each.
    public func differences(from expected: VenueTerms) -> [String] {
        let figures = [
            ("the maker's fee", rates.makerFee, expected.rates.makerFee),
            ("the taker's fee", rates.takerFee, expected.rates.takerFee),
            ("the maintenance margin", rates.maintenanceMargin, expected.rates.maintenanceMargin),
        ]
        let lines = figures.filter { $0.1 != $0.2 }.map { "\($0.0) is \($0.1), the run reckons with \($0.2)" }
        return lines + pairs(expected)
    }

    private func pairs(_ expected: VenueTerms) -> [String] {
        expected.instruments.indices.flatMap { place -> [String] in
            let wanted = expected.instruments[place]
            guard let own = instruments.firstIndex(where: { $0.name == wanted.name }) else {
                return ["it does not trade \(wanted.name)"]
            }
            var lines: [String] = []
            if instruments[own] != wanted { lines.append("its filters of \(wanted.name) are not the run's") }
            if leverages[own] != expected.leverages[place] {
                lines.append(
                    "the leverage of \(wanted.name) is \(leverages[own]), the run reckons with "
                        + "\(expected.leverages[place])")
            }
            return lines
        }
    }
}
