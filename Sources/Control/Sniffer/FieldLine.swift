import Market
import Messages
import Wire

/// Writes fields for a person: `key=value key.inner=value`, absent ones left out, times as dates.
struct FieldLine: FieldVisitor {
    /// The text so far, each field with a blank before it.
    private(set) var text = ""
    private let instruments: InstrumentTable
    private let path: String

    init(_ instruments: InstrumentTable, path: String = "") {
        self.instruments = instruments
        self.path = path
    }

    private mutating func add(_ key: StaticString, _ value: String) { text += " \(path)\(key)=\(value)" }

    mutating func symbol(
        _ key: StaticString, _ value: inout SymbolID, _ about: StaticString
    ) throws(WireError) {
        add(key, instruments.name(value))
    }
    mutating func number(
        _ key: StaticString, _ value: inout Double, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        if value.isFinite { add(key, "\(value)") }
    }
    mutating func fixed<T: FixedPoint>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        if value != .absent { add(key, value.description) }
    }
    mutating func integer<T: FixedWidthInteger>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        add(key, "\(value)")
    }
    mutating func time(
        _ key: StaticString, _ value: inout Timestamp, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        add(key, value.description)
    }
    mutating func flag(_ key: StaticString, _ value: inout Bool, _ about: StaticString) throws(WireError) {
        add(key, value ? "true" : "false")
    }
    mutating func text<let n: Int>(
        _ key: StaticString, _ value: inout InlineText<n>, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        if !value.isEmpty { add(key, value.description) }
    }
    mutating func choice<T: WireName>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        add(key, value.name)
    }
    mutating func choice<T: WireName>(
        _ key: StaticString, _ value: inout T, unless usual: T, _ about: StaticString
    ) throws(WireError) {
        if value != usual { try choice(key, &value, .optional, about) }
    }
    mutating func levels(
        _ key: StaticString, _ value: inout LevelList, _ about: StaticString
    ) throws(WireError) {
        let list = value
        add(key, (0..<list.count).map { "\(list[$0].price)x\(list[$0].quantity)" }.joined(separator: ","))
    }
    mutating func causes(
        _ key: StaticString, _ value: inout Causes, _ about: StaticString
    ) throws(WireError) {
        let causes = value
        add(key, (0..<causes.count).map { "\(causes[$0].raw)" }.joined(separator: ","))
    }
    mutating func strategy(
        _ key: StaticString, _ value: inout StrategyID, _ about: StaticString
    ) throws(WireError) {
        add(key, instruments.strategies.name(value))
    }
    mutating func sources(
        _ key: StaticString, _ value: inout SourceList, _ about: StaticString
    ) throws(WireError) {
        let list = value
        for place in 0..<list.count {
            let name = instruments.strategies.name(list[place].strategy)
            text += " \(path)\(key).\(name)=\(list[place].weight)"
        }
    }
    mutating func nested(
        _ key: StaticString, _ about: StaticString, _ fields: (inout Self) throws(WireError) -> Void
    ) throws(WireError) {
        var inner = FieldLine(instruments, path: "\(path)\(key).")
        try fields(&inner)
        text += inner.text
    }
}
