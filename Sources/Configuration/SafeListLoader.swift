import Market

/// Reads `safe_list.json`: which pairs are traded, and how.
public enum SafeListLoader {
    /// The most pairs of one list.
    public static let pairLimit = 1000

    /// The entries in the order of the file, those switched off too.
    public static func load(
        _ file: SourceFile, kinds: [StrategyKind]
    ) throws(ConfigurationError) -> [SafeListEntry] {
        let problems = ProblemList(file)
        let entries = try read(file, kinds, problems)
        try ProblemList.check([problems])
        return entries
    }

    static func read(
        _ file: SourceFile, _ kinds: [StrategyKind], _ problems: ProblemList
    ) throws(ConfigurationError) -> [SafeListEntry] {
        guard case .object(let members) = try JSONDocument.parse(file) else {
            throw ConfigurationError(
                file, .wrongType(found: "no object", expected: "an object with one key for each pair"))
        }
        if members.count > pairLimit {
            problems.add([], .outOfRange(value: "\(members.count) pairs", expected: "at most \(pairLimit)"))
        }
        let entries = members.map { entry($0, kinds, problems) }
        if !entries.contains(where: \.enabled) {
            problems.add([], .outOfRange(value: "a list without an enabled pair", expected: "at least one"))
        }
        return entries
    }

    private static func entry(
        _ member: JSONValue.Member, _ kinds: [StrategyKind], _ problems: ProblemList
    ) -> SafeListEntry {
        var entry = SafeListEntry(name: member.key)
        if let wrong = problem(withPair: member.key) { problems.add([member.key], wrong) }
        var reader = KeyReader(member.value, at: [member.key], problems)
        entry.visit(with: &reader, kinds: kinds)
        reader.finish()
        checkOrder(entry, problems)
        StrategyCheck.check(entry, kinds, problems)
        return entry
    }

    /// What is wrong with a pair's name: USDT is the one currency that accounts are kept in.
    private static func problem(withPair name: String) -> ConfigurationProblem.What? {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let asset = parts.first ?? ""
        let isAsset =
            (1...15).contains(asset.utf8.count)
            && asset.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) }
        guard parts.count == 2, isAsset else {
            return .outOfRange(
                value: "no name of a pair", expected: "an asset in capitals and /USDT, as in BTC/USDT")
        }
        guard parts[1] == "USDT" else {
            return .outOfRange(
                value: "quoted in \(ForeignText.shown(String(parts[1])))",
                expected: "a pair quoted in USDT, the account's currency")
        }
        return nil
    }

    private static func checkOrder(_ entry: SafeListEntry, _ problems: ProblemList) {
        let params = entry.parameters
        if params.maFast >= params.maSlow {
            problems.add(
                [entry.name, "params", "ma_fast"],
                .outOfRange(value: "\(params.maFast)", expected: "less than ma_slow (\(params.maSlow))"))
        }
        if params.rsiOversold >= params.rsiOverbought {
            problems.add(
                [entry.name, "params", "rsi_oversold"],
                .outOfRange(
                    value: "\(params.rsiOversold)",
                    expected: "less than rsi_overbought (\(params.rsiOverbought))"))
        }
    }
}
