import Configuration
import Market
import Messages
import Wire

/// Fills the fields of a message from a line of an output journal: the inverse of `FieldJSON`.
///
/// A journal of another build may lack a field or have one more: what is missing stays as the message is
/// made, what is unknown is skipped. What is there and ill-typed is an error that names it.
struct JournalFields: FieldVisitor {
    private let object: JSONValue
    private let instruments: InstrumentTable

    init(_ object: JSONValue, _ instruments: InstrumentTable) {
        self.object = object
        self.instruments = instruments
    }

    /// The message of a kind with these fields.
    static func message(
        _ kind: MessageKind, _ object: JSONValue, _ instruments: InstrumentTable
    ) throws(WireError) -> Message {
        var message = Message(kind)
        var fields = JournalFields(object, instruments)
        try message.visit(with: &fields)
        return message
    }

    private func found(_ key: StaticString) -> JSONValue? {
        guard let value = object["\(key)"], value != .null else { return nil }
        return value
    }

    private func wrong(_ key: StaticString, _ value: JSONValue, _ expected: String) -> WireError {
        .outOfRange(field: "\(key)", value: value.brief, expected: expected)
    }

    mutating func symbol(
        _ key: StaticString, _ value: inout SymbolID, _ about: StaticString
    ) throws(WireError) {
        guard case .text(let name)? = found(key) else { return }
        guard let symbol = instruments.symbol(named: name) else {
            throw .outOfRange(field: "\(key)", value: name, expected: "a pair of the journal")
        }
        value = symbol
    }

    mutating func number(
        _ key: StaticString, _ value: inout Double, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        guard let given = found(key) else {
            if need == .optional { value = .nan }
            return
        }
        guard let number = given.number else { throw wrong(key, given, "a number") }
        value = number
    }

    mutating func fixed<T: FixedPoint>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        guard let given = found(key) else {
            if need == .optional { value = .absent }
            return
        }
        guard let fixed = given.number.flatMap({ T($0) }) else {
            throw wrong(key, given, "a number within ±92 billion")
        }
        value = fixed
    }

    mutating func integer<T: FixedWidthInteger>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        guard let given = found(key) else { return }
        guard let whole = given.whole.flatMap({ T(exactly: $0) }) else {
            throw wrong(key, given, "a whole number from \(T.min) to \(T.max)")
        }
        value = whole
    }

    mutating func time(
        _ key: StaticString, _ value: inout Timestamp, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        guard let given = found(key) else { return }
        guard let whole = given.whole else { throw wrong(key, given, "nanoseconds since 1970") }
        value = Timestamp(nanoseconds: Int64(whole))
    }

    mutating func flag(_ key: StaticString, _ value: inout Bool, _ about: StaticString)
        throws(WireError)
    {
        guard let given = found(key) else { return }
        guard case .bool(let flag) = given else { throw wrong(key, given, "true or false") }
        value = flag
    }

    mutating func text<let n: Int>(
        _ key: StaticString, _ value: inout InlineText<n>, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        guard let given = found(key) else { return }
        guard case .text(let words) = given, let text = InlineText<n>(words) else {
            throw wrong(key, given, "at most \(InlineText<n>.capacity) of the characters of an id")
        }
        value = text
    }

    mutating func choice<T: WireName>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        guard let given = found(key) else { return }
        guard case .text(let name) = given, let known = T(named: name) else {
            throw wrong(key, given, "one of \(T.allCases.map(\.name).joined(separator: ", "))")
        }
        value = known
    }

    mutating func levels(
        _ key: StaticString, _ value: inout LevelList, _ about: StaticString
    ) throws(WireError) {
        guard case .array(let rows)? = found(key) else { return }
        value = LevelList()
        for case .array(let pair) in rows where pair.count == 2 {
            guard let price = pair[0].number.flatMap({ Price($0) }),
                let quantity = pair[1].number.flatMap({ Quantity($0) }),
                value.append(BookLevel(price: price, quantity: quantity))
            else {
                throw wrong(key, .array(pair), "at most \(LevelList.capacity) prices with quantities")
            }
        }
    }

    mutating func causes(
        _ key: StaticString, _ value: inout Causes, _ about: StaticString
    ) throws(WireError) {
        guard case .array(let ids)? = found(key) else { return }
        for (place, id) in ids.prefix(4).enumerated() {
            value[place] = EventID(raw: UInt64(bitPattern: Int64(id.whole ?? 0)))
        }
    }

    mutating func strategy(
        _ key: StaticString, _ value: inout StrategyID, _ about: StaticString
    ) throws(WireError) {
        guard case .text(let name)? = found(key) else { return }
        value = try strategy(named: name, key)
    }

    mutating func sources(
        _ key: StaticString, _ value: inout SourceList, _ about: StaticString
    ) throws(WireError) {
        value = SourceList()
        guard let given = found(key) else { return }
        guard case .object(let members) = given else { throw wrong(key, given, "an object of numbers") }
        for member in members {
            guard let weight = member.value.number else { throw wrong(key, member.value, "a number") }
            value.add(try strategy(named: member.key, key), weight)
        }
    }

    private func strategy(named name: String, _ key: StaticString) throws(WireError) -> StrategyID {
        guard let strategy = instruments.strategies.strategy(named: name) else {
            throw .outOfRange(field: "\(key)", value: name, expected: "a strategy of the journal")
        }
        return strategy
    }

    mutating func nested(
        _ key: StaticString, _ about: StaticString, _ fields: (inout Self) throws(WireError) -> Void
    ) throws(WireError) {
        guard let given = found(key) else { return }
        var inner = JournalFields(given, instruments)
        try fields(&inner)
    }
}
