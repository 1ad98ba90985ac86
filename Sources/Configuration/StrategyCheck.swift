import Market

/// What can be wrong with a pair's `strategies` that its keys don't show one by one.
enum StrategyCheck {
    /// The most registrations of one pair.
    static let perPair = 256

    /// Parameters out of order, and a registration that stands there twice.
    static func check(_ entry: SafeListEntry, _ kinds: [StrategyKind], _ problems: ProblemList) {
        for (place, row) in entry.registrations.enumerated() {
            let path = [entry.name, "strategies", "[\(place)]"]
            guard let kind = kinds.first(where: { $0.name == row.kind }) else { continue }
            checkOrder(row.parameters, kind, path + ["params"], problems)
            if entry.registrations[..<place].contains(row) {
                problems.add(
                    path, .outOfRange(value: "the same once more", expected: "each registration once"))
            }
        }
        if let own = kinds.first(where: { $0.name == entry.strategy }),
            !StrategyNames.documents.names.contains(own.name)
        {
            checkOrder(entry.ownParameters, own, [entry.name, "params"], problems)
        }
    }

    private static func checkOrder(
        _ values: ParameterValues, _ kind: StrategyKind, _ path: [String], _ problems: ProblemList
    ) {
        for pair in kind.rising where pair.count == 2 && values[pair[0]] >= values[pair[1]] {
            problems.add(
                path + [pair[0].name],
                .outOfRange(
                    value: "\(values[pair[0]])", expected: "less than \(pair[1].name) (\(values[pair[1]]))"))
        }
    }

    /// The most strategies on all pairs together. L4 speaks of each of them in one round of a step, which has
    /// room for little more.
    static let onAllPairs = 2000

    /// Too many of them, and a table that is too long, or in which two have one name.
    static func check(_ settings: Settings, _ problems: ProblemList) {
        let table = settings.strategies
        let rows = settings.symbols.reduce(0) { $0 + $1.strategies.count }
        if rows > onAllPairs {
            problems.add(
                [],
                .outOfRange(
                    value: "\(rows) strategies on \(settings.symbols.count) pairs",
                    expected: "at most \(onAllPairs), counted pair by pair: \(StrategyNames.documents.count) "
                        + "read each pair beside those that are registered"))
        }
        if table.count > StrategyNames.limit {
            problems.add(
                [],
                .outOfRange(
                    value: "\(table.count) strategies of all pairs together",
                    expected: "at most \(StrategyNames.limit), equal ones counted once"))
        }
        for (place, row) in table.enumerated()
        where table[..<place].contains(where: { $0.name == row.name }) {
            problems.add(
                [],
                .outOfRange(
                    value: "two strategies whose parameters make the same name, \(row.name)",
                    expected: "a parameter of one of them changed a little"))
        }
    }
}
