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
            let reader = FilterReader(
                symbols[row.index]["filters"], at: [section, "symbols", "[\(row.index)]", "filters"], problems
            )
            return reader.instrument(name, market)
        }
    }

    private static func name(of symbol: JSONValue) -> String? {
        guard case .text(let base) = symbol["baseAsset"], case .text(let quote) = symbol["quoteAsset"] else {
            return nil
        }
        return "\(base)/\(quote)"
    }
}
