import Market

/// The keys of strata.json that are read and decide nothing yet: what is said of them where settings are
/// shown. A key is one where its list in `visit(with:)` says so.
public enum InertKeys {
    /// A key by its path, and why it decides nothing.
    public struct Key: Sendable, Hashable {
        /// "AI_THRESHOLDS.LOGREG.BTC".
        public let key: String
        /// "nothing decides by it until there are models".
        public let why: String
    }

    /// All of them, in the order of the file.
    public static func all(in settings: Settings) -> [Key] { list(settings).map(\.key) }

    /// Those that have a value.
    public static func set(in settings: Settings) -> [Key] { list(settings).filter(\.isSet).map(\.key) }

    private static func list(_ settings: Settings) -> [InertKeyList.Found] {
        var (settings, visitor) = (settings, InertKeyList())
        settings.visit(with: &visitor)
        return visitor.found
    }
}

/// Walks over the keys and keeps those that are inert.
private struct InertKeyList: KeyVisitor {
    struct Found {
        let key: InertKeys.Key
        let isSet: Bool
    }

    private(set) var found: [Found] = []
    private var path = ""
    private var until: String?

    private mutating func note(_ key: String, isSet: Bool = true) {
        guard let until else { return }
        let inert = InertKeys.Key(key: path + key, why: "nothing decides by it until \(until)")
        found.append(Found(key: inert, isSet: isSet))
    }

    mutating func inert(until: String, _ keys: (inout InertKeyList) -> Void) {
        let before = self.until
        self.until = until
        keys(&self)
        self.until = before
    }

    mutating func items<T>(
        _ key: String, _ values: inout [T], _ count: ClosedRange<Int>, _ new: T,
        _ keys: (inout T, inout InertKeyList) -> Void
    ) {
        note(key, isSet: !values.isEmpty)
    }

    mutating func section(_ key: String, _ keys: (inout InertKeyList) -> Void) {
        let before = path
        path += "\(key)."
        keys(&self)
        path = before
    }

    mutating func number(_ key: String, _ value: inout Double?, _ range: ClosedRange<Double>) {
        note(key, isSet: value != nil)
    }

    mutating func number(_ key: String, _ value: inout Double, _ range: ClosedRange<Double>) { note(key) }
    mutating func integer(_ key: String, _ value: inout Int, _ range: ClosedRange<Int>) { note(key) }
    mutating func integers(_ key: String, _ value: inout [Int], _ range: ClosedRange<Int>) { note(key) }
    mutating func flag(_ key: String, _ value: inout Bool) { note(key) }
    mutating func amount<T: FixedPoint>(_ key: String, _ value: inout T, _ range: ClosedRange<T>) {
        note(key)
    }
    mutating func span(_ key: String, _ value: inout TimeSpan, _ range: ClosedRange<TimeSpan>) { note(key) }
    mutating func choice<T: NamedChoice>(_ key: String, _ value: inout T) { note(key) }
    mutating func choices<T: NamedChoice>(_ key: String, _ value: inout [T]) { note(key) }
    mutating func endpoints(_ key: String, _ value: inout [String], _ count: ClosedRange<Int>) {
        note(key, isSet: !value.isEmpty)
    }
    mutating func name(_ key: String, _ value: inout String, of known: [String]) { note(key) }
    mutating func places(_ key: String, _ value: inout [SymbolID], of known: [String], ignored: [String]) {
        note(key)
    }
}
