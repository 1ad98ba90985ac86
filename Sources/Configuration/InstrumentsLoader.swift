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
        let listed = symbols.enumerated().map { (name: name(of: $0.element), index: $0.offset) }
        return names.compactMap { name in
            guard let row = listed.first(where: { $0.name == name }) else { return nil }
            let path = [section, "symbols", "[\(row.index)]"]
            let reader = FilterReader(symbols[row.index]["filters"], at: path + ["filters"], problems)
            var instrument = reader.instrument(name, market)
            instrument?.status = status(of: symbols[row.index], at: path, problems)
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

    private static func name(of symbol: JSONValue) -> String? {
        guard case .text(let base) = symbol["baseAsset"], case .text(let quote) = symbol["quoteAsset"] else {
            return nil
        }
        return "\(base)/\(quote)"
    }
}
