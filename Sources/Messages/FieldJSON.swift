import Market
import Wire

/// Writes fields as one canonical JSON object: declared order, no spaces, prices as decimal text
/// without rounding. For journals, the sniffer and `--json`.
public struct FieldJSON: FieldVisitor {
    /// The text so far, without the closing brace.
    public private(set) var text = ""
    private let instruments: InstrumentTable

    public init(_ instruments: InstrumentTable) { self.instruments = instruments }

    /// The fields of a message as one object.
    public static func object(
        _ message: Message, _ instruments: InstrumentTable) throws(WireError
    ) -> String {
        var message = message
        var json = FieldJSON(instruments)
        try message.visit(with: &json)
        return "{" + json.text + "}"
    }

    private mutating func add(_ key: StaticString, _ value: String) {
        if !text.isEmpty { text += "," }
        text += "\"\(key)\":\(value)"
    }

    public mutating func symbol(
        _ key: StaticString, _ value: inout SymbolID, _ about: StaticString
    ) throws(WireError) {
        add(key, "\"\(instruments.name(value))\"")
    }
    public mutating func number(
        _ key: StaticString, _ value: inout Double, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        if value.isFinite { add(key, "\(value)") } else if need == .required { add(key, "null") }
    }
    public mutating func fixed<T: FixedPoint>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        if value != .absent { add(key, value.description) } else if need == .required { add(key, "null") }
    }
    public mutating func integer<T: FixedWidthInteger>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        add(key, "\(value)")
    }
    public mutating func time(
        _ key: StaticString, _ value: inout Timestamp, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        add(key, "\(value.nanoseconds)")
    }
    public mutating func flag(
        _ key: StaticString, _ value: inout Bool, _ about: StaticString
    ) throws(WireError) {
        add(key, value ? "true" : "false")
    }
    public mutating func text<let n: Int>(
        _ key: StaticString, _ value: inout InlineText<n>, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        if !value.isEmpty || need == .required { add(key, "\"\(value)\"") }
    }
    public mutating func choice<T: WireName>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        add(key, "\"\(value.wireName)\"")
    }
    /// Left out where it is the usual one.
    public mutating func choice<T: WireName>(
        _ key: StaticString, _ value: inout T, unless usual: T, _ about: StaticString
    ) throws(WireError) {
        if value != usual { try choice(key, &value, .optional, about) }
    }
    public mutating func levels(
        _ key: StaticString, _ value: inout LevelList, _ about: StaticString
    ) throws(WireError) {
        let list = value
        add(
            key,
            "[" + (0..<list.count).map { "[\(list[$0].price),\(list[$0].quantity)]" }.joined(separator: ",")
                + "]")
    }
    public mutating func causes(
        _ key: StaticString, _ value: inout Causes, _ about: StaticString
    ) throws(WireError) {
        let causes = value
        let ids = (0..<4).map { causes[$0] }.filter { $0 != .none }
        add(key, "[" + ids.map { "\($0.raw)" }.joined(separator: ",") + "]")
    }
    /// A strategy by its name.
    public mutating func strategy(
        _ key: StaticString, _ value: inout StrategyID, _ about: StaticString
    ) throws(WireError) {
        add(key, "\"\(instruments.strategies.name(value))\"")
    }
    /// Weights by the names of their strategies.
    public mutating func sources(
        _ key: StaticString, _ value: inout SourceList, _ about: StaticString
    ) throws(WireError) {
        let list = value
        let parts = (0..<list.count).map { place in
            "\"\(instruments.strategies.name(list[place].strategy))\":\(list[place].weight)"
        }
        add(key, "{" + parts.joined(separator: ",") + "}")
    }
    public mutating func nested(
        _ key: StaticString, _ about: StaticString, _ fields: (inout Self) throws(WireError) -> Void
    ) throws(WireError) {
        var inner = FieldJSON(instruments)
        try fields(&inner)
        add(key, "{" + inner.text + "}")
    }
}
