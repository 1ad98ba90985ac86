import Market

/// Writes settings as indented JSON that `KeyReader` takes back unchanged.
struct KeyWriter: KeyVisitor {
    private(set) var lines: [String] = []
    private let indent: String

    init(indent: String = "  ") { self.indent = indent }

    /// The object's text.
    var text: String {
        lines.isEmpty ? "{}" : "{\n" + lines.joined(separator: ",\n") + "\n" + indent.dropLast(2) + "}"
    }

    private mutating func add(_ key: String, _ value: String) {
        lines.append("\(indent)\"\(key)\": \(value)")
    }

    private func list(_ values: [String]) -> String { "[" + values.joined(separator: ", ") + "]" }

    private func quoted(_ name: String) -> String { ForeignText.json(name) }

    mutating func number(_ key: String, _ value: inout Double, _ range: ClosedRange<Double>) {
        add(key, "\(value)")
    }
    mutating func number(_ key: String, _ value: inout Double?, _ range: ClosedRange<Double>) {
        if let value { add(key, "\(value)") }
    }
    mutating func integer(_ key: String, _ value: inout Int, _ range: ClosedRange<Int>) {
        add(key, "\(value)")
    }
    mutating func integers(_ key: String, _ value: inout [Int], _ range: ClosedRange<Int>) {
        add(key, list(value.map { "\($0)" }))
    }
    mutating func flag(_ key: String, _ value: inout Bool) { add(key, value ? "true" : "false") }
    mutating func amount<T: FixedPoint>(_ key: String, _ value: inout T, _ range: ClosedRange<T>) {
        add(key, value.description)
    }
    mutating func span(_ key: String, _ value: inout TimeSpan, _ range: ClosedRange<TimeSpan>) {
        add(key, quoted(value.configured))
    }
    mutating func choice<T: NamedChoice>(_ key: String, _ value: inout T) {
        add(key, quoted(value.configurationName))
    }
    mutating func choice<T: NamedChoice>(_ key: String, _ value: inout T, unless usual: T) {
        if value != usual { choice(key, &value) }
    }
    mutating func choices<T: NamedChoice>(_ key: String, _ value: inout [T]) {
        add(key, list(value.map { quoted($0.configurationName) }))
    }
    /// None is left out, so that the hash of settings without any is that of before there were endpoints.
    mutating func endpoints(_ key: String, _ value: inout [String], _ count: ClosedRange<Int>) {
        if !value.isEmpty { add(key, list(value.map(quoted))) }
    }
    mutating func name(_ key: String, _ value: inout String, of known: [String]) { add(key, quoted(value)) }
    mutating func places(_ key: String, _ value: inout [SymbolID], of known: [String], ignored: [String]) {
        add(key, list(value.map { quoted(known[$0.int]) }))
    }
    mutating func items<T>(
        _ key: String, _ values: inout [T], _ count: ClosedRange<Int>, _ new: T,
        _ keys: (inout T, inout KeyWriter) -> Void
    ) {
        let texts = values.indices.map { place in
            var inner = KeyWriter(indent: indent + "  ")
            keys(&values[place], &inner)
            return inner.text
        }
        if !texts.isEmpty { add(key, list(texts)) }
    }
    mutating func section(_ key: String, _ keys: (inout KeyWriter) -> Void) {
        var inner = KeyWriter(indent: indent + "  ")
        keys(&inner)
        add(key, inner.text)
    }
}
