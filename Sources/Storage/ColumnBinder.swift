import Market
import Messages
import Wire

/// Binds a row's fields to the parameters of its upsert.
struct ColumnBinder: ColumnVisitor {
    let statement: Statement
    let instruments: InstrumentTable
    private var place = 0

    init(_ statement: Statement, _ instruments: InstrumentTable) {
        self.statement = statement
        self.instruments = instruments
    }

    private mutating func next() -> Int {
        defer { place += 1 }
        return place
    }

    mutating func symbol(_ key: StaticString, _ value: inout SymbolID, _ about: StaticString)
        throws(WireError)
    {
        guard instruments.contains(value) || value == .none else {
            throw .outOfRange(
                field: "\(key)", value: "\(value.index)", expected: "a symbol of the instrument table")
        }
        statement.bind(instruments.name(value), at: next())
    }
    mutating func number(_ key: StaticString, _ value: inout Double, _ need: Need, _ about: StaticString) {
        statement.bind(value, at: next())
    }
    mutating func fixed<T: FixedPoint>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) {
        if value == .absent {
            statement.bindNull(at: next())
        } else {
            statement.bind(value.double, at: next())
        }
        statement.bind(value.raw, at: next())
    }
    mutating func integer<T: FixedWidthInteger>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) {
        statement.bind(Int64(truncatingIfNeeded: value), at: next())
    }
    mutating func time(_ key: StaticString, _ value: inout Timestamp, _ need: Need, _ about: StaticString) {
        statement.bind(value.nanoseconds, at: next())
    }
    mutating func flag(_ key: StaticString, _ value: inout Bool, _ about: StaticString) {
        statement.bind(value ? 1 : 0 as Int64, at: next())
    }
    mutating func text<let n: Int>(
        _ key: StaticString, _ value: inout InlineText<n>, _ need: Need, _ about: StaticString
    ) {
        let place = next()
        let count = value.count
        withUnsafeBytes(of: value) { bytes in
            statement.bind(UnsafeRawBufferPointer(rebasing: bytes[0..<count]), at: place)
        }
    }
    mutating func choice<T: WireName>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) {
        statement.bind(value.wireName, at: next())
    }
}
