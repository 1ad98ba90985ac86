import Market

/// Reads trading filters in the form of Binance's exchangeInfo: `{"um": {"symbols": […]}, "spot": {…}}`.
/// Whatever else the exchange writes there is skipped.
public enum InstrumentsLoader {
    /// The instruments of these pairs on one market, in the order of `names`; a pair that the file
    /// doesn't have is left out.
    public static func load(
        _ file: SourceFile, market: MarketKind, names: [String]
    ) throws(ConfigurationError) -> [Instrument] {
        let problems = ProblemList(file)
        let found = try read(file, market, names, problems)
        try ProblemList.check([problems])
        return found
    }

    static func read(
        _ file: SourceFile, _ market: MarketKind, _ names: [String], _ problems: ProblemList
    ) throws(ConfigurationError) -> [Instrument] {
        let section = market.configurationName
        let root = try JSONDocument.parse(file)
        guard case .array(let symbols) = root[section]?["symbols"] else {
            throw ConfigurationError(
                file, .missingKey(expected: "\(section).symbols, an array as in exchangeInfo"))
        }
        return names.compactMap { name in
            let rows = symbols.indices.filter { listing(symbols[$0], of: name, market) }
            guard let row = rows.first else { return nil }
            let path = [section, "symbols", "[\(row)]"]
            if rows.count > 1 { problems.add(path, twice(name, rows)) }
            let reader = FilterReader(symbols[row]["filters"], at: path + ["filters"], problems)
            var instrument = reader.instrument(name, market)
            instrument?.status = status(of: symbols[row], at: path, problems)
            return instrument
        }
    }

    /// The exchange's word for whether a symbol is traded. A file without one is taken at its filters: it was
    /// written by hand.
    private static func status(
        of symbol: JSONValue, at path: [String], _ problems: ProblemList
    ) -> ShortLabel {
        let key = symbol["status"] == nil ? "contractStatus" : "status"
        guard let found = symbol[key] else { return Instrument.trading }
        guard case .text(let text) = found, let status = ShortLabel(text), !status.isEmpty else {
            problems.add(
                path + [key],
                .wrongType(
                    found: found.brief, expected: "the exchange's word, as in \"TRADING\" or \"BREAK\""))
            return Instrument.trading
        }
        return status
    }

    /// Whether a row is the pair's own: on futures its perpetual contract, since quarterly ones have the
    /// same assets and other filters. A row that doesn't say what contract it is, is known by its symbol.
    private static func listing(_ row: JSONValue, of name: String, _ market: MarketKind) -> Bool {
        guard case .text(let base) = row["baseAsset"], case .text(let quote) = row["quoteAsset"],
            "\(base)/\(quote)" == name
        else { return false }
        if case .text(let symbol) = row["symbol"], symbol != base + quote { return false }
        guard market == .um, case .text(let contract) = row["contractType"] else { return true }
        return perpetuals.contains(contract)
    }

    /// What Binance calls the contracts without an end.
    private static let perpetuals = ["PERPETUAL", "TRADIFI_PERPETUAL"]

    private static func twice(_ name: String, _ rows: [Int]) -> ConfigurationProblem.What {
        let places = rows.map { "[\($0)]" }.joined(separator: ", ")
        return .outOfRange(value: "one of \(rows.count) of \(name) (\(places))", expected: "each pair once")
    }
}
