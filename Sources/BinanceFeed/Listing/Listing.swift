import Market

/// The rows of an exchange's list of symbols that a run needs.
public struct Listing: Sendable, Hashable {
    /// The address that told them.
    public let address: String
    /// Which of the exchange's markets.
    public let market: MarketKind
    /// Pairs that the list doesn't have, in the order in which they were asked for.
    public let unknown: [String]
    /// By the order of what was asked for; a contract with an end may stand beside the one without.
    let rows: [String]

    /// As a file of instruments (`InstrumentsLoader`): one row a line, so that an error's line is a pair's.
    public var file: [UInt8] {
        let section = market == .spot ? "spot" : "um"
        return Array(
            """
            {"source":\(ForeignText.json(address)),"\(section)":{"symbols":[
            \(rows.joined(separator: ",\n"))
            ]}}

            """.utf8)
    }
}
