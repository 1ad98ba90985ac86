import Market
import Wire

/// Lists the fields of a message for docs/protocol.md: key, type, whether it must be there, meaning.
public struct FieldDocument: FieldVisitor {
    /// One field.
    public struct Row: Sendable, Hashable {
        /// Key, type as a person reads it, need, and meaning with its unit.
        public let key: String
        public let type: String
        public let need: Need
        public let about: String
    }

    /// The fields so far, nested ones as "map.key".
    public private(set) var rows: [Row] = []
    private var prefix = ""

    public init() {}

    /// The rows of a kind of message.
    public static func rows(of kind: MessageKind) throws(WireError) -> [Row] {
        var message = Message(kind)
        var document = FieldDocument()
        try message.visit(with: &document)
        return document.rows
    }

    private mutating func add(_ key: StaticString, _ type: String, _ need: Need, _ about: StaticString) {
        rows.append(Row(key: prefix + "\(key)", type: type, need: need, about: "\(about)"))
    }

    public mutating func symbol(
        _ key: StaticString, _ value: inout SymbolID, _ about: StaticString
    ) throws(WireError) {
        add(key, "str", .required, about)
    }
    public mutating func number(
        _ key: StaticString, _ value: inout Double, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        add(key, "float64", need, about)
    }
    public mutating func number(
        _ key: StaticString, _ value: inout Double, in range: ClosedRange<Double>, _ need: Need,
        _ about: StaticString
    ) throws(WireError) {
        add(key, "float64, \(range.text)", need, about)
    }
    public mutating func positive<T: FixedPoint>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        add(key, "float64 (\(T.self)), above 0", need, about)
    }
    public mutating func fixed<T: FixedPoint>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        add(key, "float64 (\(T.self))", need, about)
    }
    public mutating func integer<T: FixedWidthInteger>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        add(key, "int", need, about)
    }
    public mutating func time(
        _ key: StaticString, _ value: inout Timestamp, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        add(key, "int (ns)", need, about)
    }
    public mutating func flag(
        _ key: StaticString, _ value: inout Bool, _ about: StaticString
    ) throws(WireError) {
        add(key, "bool", .required, about)
    }
    public mutating func text<let n: Int>(
        _ key: StaticString, _ value: inout InlineText<n>, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        add(key, "str (at most \(InlineText<n>.capacity))", need, about)
    }
    public mutating func choice<T: WireName>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        let names = T.allCases.map(\.name)
        add(key, names.count > 12 ? "str (\(T.self))" : "str: " + names.joined(separator: ", "), need, about)
    }
    public mutating func levels(
        _ key: StaticString, _ value: inout LevelList, _ about: StaticString
    ) throws(WireError) {
        add(key, "array of [float64, float64]", .required, about)
    }
    public mutating func causes(
        _ key: StaticString, _ value: inout Causes, _ about: StaticString
    ) throws(WireError) {
        add(key, "array of int", .optional, about)
    }
    /// A strategy by its name.
    public mutating func strategy(
        _ key: StaticString, _ value: inout StrategyID, _ about: StaticString
    ) throws(WireError) {
        add(key, "str (a strategy of the run)", .required, about)
    }
    /// Weights by the names of their strategies.
    public mutating func sources(
        _ key: StaticString, _ value: inout SourceList, _ about: StaticString
    ) throws(WireError) {
        add(key, "map of float64 by strategy", .optional, about)
    }
    public mutating func nested(
        _ key: StaticString, _ about: StaticString, _ fields: (inout Self) throws(WireError) -> Void
    ) throws(WireError) {
        add(key, "map", .optional, about)
        let outer = prefix
        prefix += "\(key)."
        try fields(&self)
        prefix = outer
    }
}
