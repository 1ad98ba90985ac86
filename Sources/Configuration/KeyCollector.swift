import Market

/// Lists the keys of a file with what may stand there and what holds where they are left out: the rows of
/// the page on the configuration.
struct KeyCollector: KeyVisitor {
    /// One key.
    struct Row: Equatable {
        /// The sections above it and its name, joined by dots.
        let path: String
        /// What may stand there.
        let range: String
        /// What holds where it is left out; empty where it must be given.
        let standard: String
    }

    private(set) var rows: [Row] = []
    private let prefix: String

    init(prefix: String = "") { self.prefix = prefix }

    private mutating func add(_ key: String, _ range: String, _ standard: String) {
        rows.append(Row(path: prefix + key, range: range, standard: standard))
    }

    private func list<T>(_ values: [T], _ text: (T) -> String) -> String {
        values.isEmpty ? "none" : values.map(text).joined(separator: ", ")
    }

    /// Without a fraction that says nothing.
    private func short(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e9 ? "\(Int(value))" : "\(value)"
    }

    mutating func number(_ key: String, _ value: inout Double, _ range: ClosedRange<Double>) {
        add(key, "\(short(range.lowerBound)) to \(short(range.upperBound))", short(value))
    }
    mutating func number(_ key: String, _ value: inout Double?, _ range: ClosedRange<Double>) {
        add(key, "\(short(range.lowerBound)) to \(short(range.upperBound))", value.map(short) ?? "left out")
    }
    mutating func integer(_ key: String, _ value: inout Int, _ range: ClosedRange<Int>) {
        add(key, "whole, \(range.lowerBound) to \(range.upperBound)", "\(value)")
    }
    mutating func integers(_ key: String, _ value: inout [Int], _ range: ClosedRange<Int>) {
        add(key, "list of whole, \(range.lowerBound) to \(range.upperBound)", list(value) { "\($0)" })
    }
    mutating func flag(_ key: String, _ value: inout Bool) { add(key, "true, false", "\(value)") }
    mutating func amount<T: FixedPoint>(_ key: String, _ value: inout T, _ range: ClosedRange<T>) {
        add(key, "\(range.lowerBound) to \(range.upperBound)", "\(value)")
    }
    mutating func span(_ key: String, _ value: inout TimeSpan, _ range: ClosedRange<TimeSpan>) {
        add(key, "\(range.lowerBound.configured) to \(range.upperBound.configured)", value.configured)
    }
    mutating func choice<T: NamedChoice>(_ key: String, _ value: inout T) {
        add(key, list(T.choices) { $0.configurationName }, value.configurationName)
    }
    mutating func choices<T: NamedChoice>(_ key: String, _ value: inout [T]) {
        add(key, "list of " + list(T.choices) { $0.configurationName }, list(value) { $0.configurationName })
    }
    mutating func endpoints(_ key: String, _ value: inout [String], _ count: ClosedRange<Int>) {
        add(key, "list of at most \(count.upperBound) `ipc://` or `tcp://` endpoints", list(value) { $0 })
    }
    mutating func name(_ key: String, _ value: inout String, of known: [String]) {
        add(key, list(known) { $0 }, "")
    }
    mutating func places(_ key: String, _ value: inout [SymbolID], of known: [String], ignored: [String]) {
        add(key, "list of pairs", "none")
    }
    mutating func items<T>(
        _ key: String, _ values: inout [T], _ count: ClosedRange<Int>, _ new: T,
        _ keys: (inout T, inout KeyCollector) -> Void
    ) {
        var (value, inner) = (new, KeyCollector(prefix: prefix + key + "[]."))
        keys(&value, &inner)
        rows += inner.rows
    }
    mutating func section(_ key: String, _ keys: (inout KeyCollector) -> Void) {
        var inner = KeyCollector(prefix: prefix + key + ".")
        keys(&inner)
        rows += inner.rows
    }
}
