import Market

/// Makes the run's table of strategies from the entries of its pairs: each kind on a timeframe with its
/// parameters once, whoever registers it.
struct StrategyRegister {
    private(set) var registrations = StrategyRegistration.documents

    /// The strategies that read a pair: the documents' own, that which the pair names as its own, and those
    /// that are registered for it.
    mutating func strategies(of entry: SafeListEntry, _ kinds: [StrategyKind]) -> [StrategyID] {
        var ids = StrategyNames.documents.ids
        if let kind = kinds.first(where: { $0.name == entry.strategy }) {
            add(
                StrategyRegistration(
                    name: kind.name, kind: kind.name, family: kind.family, timeframe: nil, parameters: nil),
                to: &ids)
        }
        for row in entry.registrations {
            guard let kind = kinds.first(where: { $0.name == row.kind }), let timeframe = row.timeframe else {
                continue
            }
            let name = Self.name(kind.name, timeframe, row.parameters)
            add(
                StrategyRegistration(
                    name: name, kind: kind.name, family: kind.family, timeframe: timeframe,
                    parameters: row.parameters,
                    longestWindow: Settings.longestWindow(kind, row.parameters)),
                to: &ids)
        }
        return ids
    }

    private mutating func add(_ registration: StrategyRegistration, to ids: inout [StrategyID]) {
        let place = registrations.firstIndex(of: registration) ?? registrations.count
        if place == registrations.count { registrations.append(registration) }
        if !ids.contains(StrategyID(place)) { ids.append(StrategyID(place)) }
    }

    /// "ema_cross:15m", or "ema_cross:15m.b3Fa" where parameters differ from the kind's own.
    static func name(_ kind: String, _ timeframe: Timeframe, _ parameters: ParameterValues) -> String {
        let name = "\(kind):\(timeframe.wireName)"
        guard !parameters.rows.isEmpty else { return name }
        var hash = StableHash()
        for row in parameters.rows { hash.mix("\(row.name)=\(row.value)") }
        return "\(name).\(letters(hash.value))"
    }

    /// Four letters and digits of a hash: one of 14.8 million.
    private static func letters(_ hash: UInt64) -> String {
        let alphabet = Array("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
        var (rest, text) = (hash, "")
        for _ in 0..<4 {
            text.append(alphabet[Int(rest % UInt64(alphabet.count))])
            rest /= UInt64(alphabet.count)
        }
        return text
    }
}
