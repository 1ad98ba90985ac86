import Market
import Wire

/// Whether a field must be there.
public enum Need: Sendable {
    case required
    /// Left out where the value is absent (`FixedPoint.absent`, NaN, an empty text).
    case optional
}

/// Walks over the fields of a message.
///
/// Each message lists its fields once, in `visit(with:)`. From that one list come the msgpack encoder
/// and decoder, the JSON of journals and of the sniffer, and docs/protocol.md: they are visitors.
/// `about` is the field's line in the document, with its unit.
public protocol FieldVisitor {
    mutating func symbol(
        _ key: StaticString, _ value: inout SymbolID, _ about: StaticString
    ) throws(WireError)
    mutating func number(
        _ key: StaticString, _ value: inout Double, _ need: Need, _ about: StaticString
    ) throws(WireError)
    /// A number within bounds: a decoder refuses what lies outside.
    mutating func number(
        _ key: StaticString, _ value: inout Double, in range: ClosedRange<Double>, _ need: Need,
        _ about: StaticString
    ) throws(WireError)
    mutating func fixed<T: FixedPoint>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) throws(WireError)
    /// A price or quantity above zero: a decoder refuses any other.
    mutating func positive<T: FixedPoint>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) throws(WireError)
    mutating func integer<T: FixedWidthInteger>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) throws(WireError)
    mutating func time(
        _ key: StaticString, _ value: inout Timestamp, _ need: Need, _ about: StaticString
    ) throws(WireError)
    mutating func flag(_ key: StaticString, _ value: inout Bool, _ about: StaticString) throws(WireError)
    mutating func text<let n: Int>(
        _ key: StaticString, _ value: inout InlineText<n>, _ need: Need, _ about: StaticString
    ) throws(WireError)
    mutating func choice<T: WireName>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) throws(WireError)
    /// A choice that is said only where it is not the usual one.
    mutating func choice<T: WireName>(
        _ key: StaticString, _ value: inout T, unless usual: T, _ about: StaticString
    ) throws(WireError)
    mutating func levels(
        _ key: StaticString, _ value: inout LevelList, _ about: StaticString
    ) throws(WireError)
    mutating func causes(_ key: StaticString, _ value: inout Causes, _ about: StaticString) throws(WireError)
    /// A strategy of the run, by its name.
    mutating func strategy(
        _ key: StaticString, _ value: inout StrategyID, _ about: StaticString
    ) throws(WireError)
    /// Numbers of some strategies of the run, as a map by their names.
    mutating func sources(
        _ key: StaticString, _ value: inout SourceList, _ about: StaticString
    ) throws(WireError)
    /// A map inside the map.
    mutating func nested(
        _ key: StaticString, _ about: StaticString, _ fields: (inout Self) throws(WireError) -> Void
    ) throws(WireError)
}

extension FieldVisitor {
    // Bounds are the decoder's and the document's affair; to all others a field is a field.
    public mutating func number(
        _ key: StaticString, _ value: inout Double, in range: ClosedRange<Double>, _ need: Need,
        _ about: StaticString
    ) throws(WireError) {
        try number(key, &value, need, about)
    }
    /// Where nothing is written, it is an optional choice.
    public mutating func choice<T: WireName>(
        _ key: StaticString, _ value: inout T, unless usual: T, _ about: StaticString
    ) throws(WireError) {
        try choice(key, &value, .optional, about)
    }
    public mutating func positive<T: FixedPoint>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        try fixed(key, &value, need, about)
    }

    mutating func number(
        _ key: StaticString, _ value: inout Double, _ about: StaticString
    ) throws(WireError) {
        try number(key, &value, .required, about)
    }
    mutating func fixed<T: FixedPoint>(
        _ key: StaticString, _ value: inout T, _ about: StaticString
    ) throws(WireError) {
        try fixed(key, &value, .required, about)
    }
    mutating func positive<T: FixedPoint>(
        _ key: StaticString, _ value: inout T, _ about: StaticString
    ) throws(WireError) {
        try positive(key, &value, .required, about)
    }
    mutating func integer<T: FixedWidthInteger>(
        _ key: StaticString, _ value: inout T, _ about: StaticString
    ) throws(WireError) {
        try integer(key, &value, .required, about)
    }
    mutating func time(
        _ key: StaticString, _ value: inout Timestamp, _ about: StaticString
    ) throws(WireError) {
        try time(key, &value, .required, about)
    }
    mutating func text<let n: Int>(
        _ key: StaticString, _ value: inout InlineText<n>, _ about: StaticString
    ) throws(WireError) {
        try text(key, &value, .required, about)
    }
    mutating func choice<T: WireName>(
        _ key: StaticString, _ value: inout T, _ about: StaticString
    ) throws(WireError) {
        try choice(key, &value, .required, about)
    }
}

/// A plain struct that can be said on the bus.
public protocol MessageFields: BitwiseCopyable, Sendable, Hashable {
    /// The value before a decoder fills it: absent where a field is optional.
    init()
    /// Lists the fields, in the order in which they are written.
    mutating func visit<V: FieldVisitor>(with visitor: inout V) throws(WireError)
}
