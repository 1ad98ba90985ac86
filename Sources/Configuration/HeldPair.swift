/// A pair that is held and not traded any more: its position is managed to its exit, and nothing is entered.
///
/// As text it is `ETH/USDT=3`, the number being the leverage with which it was traded; a list is separated by
/// commas.
public struct HeldPair: Sendable, Hashable {
    /// "ETH/USDT".
    public let name: String
    /// Leverage with which it was traded; `nil` where that isn't known, so that its entry's holds, or 1.
    public let leverage: Int?

    public init(name: String, leverage: Int? = nil) {
        self.name = name
        self.leverage = leverage
    }

    /// Reads `ETH/USDT=3`, or `ETH/USDT` alone; `nil` where it is neither.
    public init?(_ text: Substring) {
        let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
        guard let name = parts.first, !name.isEmpty, parts.count <= 2 else { return nil }
        self.name = name
        leverage = parts.count == 2 ? Int(parts[1]) : nil
        guard parts.count == 1 || leverage.map((1...125).contains) == true else { return nil }
    }

    /// See the type.
    public var text: String { leverage.map { "\(name)=\($0)" } ?? name }
}

extension [SafeListEntry] {
    /// The entries that a run needs, in the order of the list: the enabled ones, and those of the pairs that
    /// are only held. A pair whose entry was taken out stands last, as `fallback` strategy's with defaults.
    func active(holding held: [HeldPair], fallback: String) -> [SafeListEntry] {
        var found = filter { entry in entry.enabled || held.contains { $0.name == entry.name } }
        for pair in held where !contains(where: { $0.name == pair.name }) {
            var entry = SafeListEntry(name: pair.name)
            (entry.enabled, entry.strategy, entry.leverage) = (false, fallback, pair.leverage ?? 1)
            found.append(entry)
        }
        return found
    }
}
