import Market
import Messages
import Wire

/// Fills a row's fields from the columns of its selection.
struct ColumnReader: ColumnVisitor {
    let statement: Statement
    let instruments: InstrumentTable
    /// The pair of the row where the instrument table hasn't it; its symbol reads as none.
    private(set) var formerPair: String?
    private var place = 0

    init(_ statement: Statement, _ instruments: InstrumentTable) {
        self.statement = statement
        self.instruments = instruments
    }

    private mutating func next() -> Int {
        defer { place += 1 }
        return place
    }

    private mutating func nextInteger(_ key: StaticString) throws(WireError) -> Int64 {
        let place = next()
        guard statement.isInteger(at: place) else {
            throw .wrongType(field: "\(key)", expected: "a whole number", found: statement.text(at: place))
        }
        return statement.integer(at: place)
    }

    mutating func symbol(_ key: StaticString, _ value: inout SymbolID, _ about: StaticString)
        throws(WireError)
    {
        let name = statement.text(at: next())
        if let symbol = instruments.symbol(named: name) {
            value = symbol
        } else {
            value = .none
            formerPair = name
        }
    }
    mutating func number(_ key: StaticString, _ value: inout Double, _ need: Need, _ about: StaticString) {
        let place = next()
        value = statement.isNull(at: place) ? .nan : statement.double(at: place)
    }
    mutating func fixed<T: FixedPoint>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        _ = next()
        value = T(raw: try nextInteger(key))
    }
    mutating func integer<T: FixedWidthInteger>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        let raw = try nextInteger(key)
        value = T(truncatingIfNeeded: raw)
        guard Int64(truncatingIfNeeded: value) == raw else {
            throw .outOfRange(field: "\(key)", value: "\(raw)", expected: "a number of \(T.bitWidth) bits")
        }
    }
    mutating func time(_ key: StaticString, _ value: inout Timestamp, _ need: Need, _ about: StaticString)
        throws(WireError)
    {
        value = Timestamp(nanoseconds: try nextInteger(key))
    }
    mutating func flag(_ key: StaticString, _ value: inout Bool, _ about: StaticString) throws(WireError) {
        value = try nextInteger(key) != 0
    }
    mutating func text<let n: Int>(
        _ key: StaticString, _ value: inout InlineText<n>, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        let found = statement.text(at: next())
        guard let text = InlineText<n>(found) else {
            throw .outOfRange(
                field: "\(key)", value: found, expected: "at most \(n - 1) characters of an order id")
        }
        value = text
    }
    mutating func choice<T: WireName>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        let name = statement.text(at: next())
        guard let found = T(named: name) else {
            let known = T.allCases.map(\.name).joined(separator: ", ")
            throw .outOfRange(field: "\(key)", value: name, expected: "one of \(known)")
        }
        value = found
    }
}
