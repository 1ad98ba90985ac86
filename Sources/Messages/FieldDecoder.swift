import Market
import Wire

/// Fills fields from a msgpack map. Keys may come in any order; unknown ones are skipped; a missing or
/// ill-typed one is an error that names it.
struct FieldDecoder: FieldVisitor {
    var view: MapView
    let names: RunNames
    /// Whether bounds are left to who takes the message: a signal's sender gets a report with the figures.
    var leavesBounds = false

    private func require<T>(_ value: T?, _ key: StaticString, _ need: Need) throws(WireError) -> T? {
        if value == nil && need == .required { throw .missing(field: "\(key)") }
        return value
    }

    mutating func symbol(
        _ key: StaticString, _ value: inout SymbolID, _ about: StaticString
    ) throws(WireError) {
        value = try named(key, "a pair of the instrument table", names.symbol)
    }

    private mutating func named<T>(
        _ key: StaticString, _ expected: String, _ find: (UnsafeRawBufferPointer) -> T?
    ) throws(WireError) -> T {
        guard let text = try view.text(key) else { throw .missing(field: "\(key)") }
        guard let found = find(text) else {
            throw .outOfRange(field: "\(key)", value: quoted(text), expected: expected)
        }
        return found
    }

    mutating func number(
        _ key: StaticString, _ value: inout Double, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        guard let found = try require(try view.double(key), key, need) else {
            value = .nan
            return
        }
        guard found.isFinite else {
            throw .outOfRange(field: "\(key)", value: "\(found)", expected: "a finite number")
        }
        value = found
    }

    mutating func number(
        _ key: StaticString, _ value: inout Double, in range: ClosedRange<Double>, _ need: Need,
        _ about: StaticString
    ) throws(WireError) {
        try number(key, &value, need, about)
        guard !leavesBounds, !value.isNaN, !range.contains(value) else { return }
        throw .outOfRange(field: "\(key)", value: "\(value)", expected: range.text)
    }

    mutating func positive<T: FixedPoint>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        try fixed(key, &value, need, about)
        guard !leavesBounds, value != .absent, !value.isPositive else { return }
        throw .outOfRange(field: "\(key)", value: "\(value)", expected: "a number above 0")
    }

    mutating func fixed<T: FixedPoint>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        guard let found = try require(try view.double(key), key, need) else {
            value = .absent
            return
        }
        guard let fixed = T(found) else {
            throw .outOfRange(field: "\(key)", value: "\(found)", expected: "a number within ±92 billion")
        }
        value = fixed
    }

    mutating func integer<T: FixedWidthInteger>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        if T.isSigned {
            guard let found = try require(try view.integer(key), key, need) else { return }
            value = try narrow(found, key)
        } else {
            guard let found = try require(try view.unsigned(key), key, need) else { return }
            value = try narrow(found, key)
        }
    }

    private func narrow<T: FixedWidthInteger>(
        _ found: some FixedWidthInteger, _ key: StaticString) throws(WireError
    ) -> T {
        guard let exact = T(exactly: found) else {
            throw .outOfRange(field: "\(key)", value: "\(found)", expected: "\(T.min) to \(T.max)")
        }
        return exact
    }

    mutating func time(
        _ key: StaticString, _ value: inout Timestamp, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        guard let found = try require(try view.integer(key), key, need) else { return }
        guard found >= 0 else {
            throw .outOfRange(field: "\(key)", value: "\(found)", expected: "nanoseconds since 1970")
        }
        value = Timestamp(nanoseconds: found)
    }

    mutating func flag(_ key: StaticString, _ value: inout Bool, _ about: StaticString) throws(WireError) {
        guard let found = try view.bool(key) else { throw .missing(field: "\(key)") }
        value = found
    }

    mutating func text<let n: Int>(
        _ key: StaticString, _ value: inout InlineText<n>, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        guard let found = try require(try view.text(key), key, need) else {
            value = InlineText()
            return
        }
        guard let text = InlineText<n>(found) else {
            throw .outOfRange(
                field: "\(key)", value: quoted(found),
                expected: "at most \(InlineText<n>.capacity) of the characters A-Z a-z 0-9 . : / _ -")
        }
        value = text
    }

    mutating func choice<T: WireName>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        guard let found = try require(try view.text(key), key, need) else { return }
        guard let known = T(wireName: found) else {
            let names = T.allCases.map { $0.name }.joined(separator: ", ")
            throw .outOfRange(field: "\(key)", value: quoted(found), expected: "one of \(names)")
        }
        value = known
    }

    mutating func levels(
        _ key: StaticString, _ value: inout LevelList, _ about: StaticString
    ) throws(WireError) {
        guard var found = try view.array(key) else { throw .missing(field: "\(key)") }
        value = LevelList()
        for index in 0..<found.count {
            var pair = try found.array(index)
            guard let price = Price(try pair.double(0)), let quantity = Quantity(try pair.double(1)),
                value.append(BookLevel(price: price, quantity: quantity))
            else {
                throw .outOfRange(
                    field: "\(key)", value: "\(found.count) levels",
                    expected: "at most \(LevelList.capacity) pairs of price and quantity")
            }
        }
    }

    mutating func causes(
        _ key: StaticString, _ value: inout Causes, _ about: StaticString
    ) throws(WireError) {
        value = Causes()
        guard var found = try view.array(key) else { return }
        for index in 0..<min(found.count, 4) { value[index] = EventID(raw: try found.unsigned(index)) }
    }

    mutating func strategy(
        _ key: StaticString, _ value: inout StrategyID, _ about: StaticString
    ) throws(WireError) {
        value = try named(key, "a strategy of the run's table", names.strategy)
    }

    mutating func sources(
        _ key: StaticString, _ value: inout SourceList, _ about: StaticString
    ) throws(WireError) {
        var list = SourceList()
        var sum = 0.0
        guard var found = try view.map(key) else {
            value = list
            return
        }
        try found.numbers(of: key, names.strategy) { strategy, weight in
            list.add(strategy, weight)
            sum += weight
        }
        guard sum.isFinite else {
            throw .outOfRange(field: "\(key)", value: "\(sum) in all", expected: "finite numbers")
        }
        value = list
    }

    mutating func nested(
        _ key: StaticString, _ about: StaticString, _ fields: (inout Self) throws(WireError) -> Void
    ) throws(WireError) {
        guard let found = try view.map(key) else { return }
        var inner = FieldDecoder(view: found, names: names, leavesBounds: leavesBounds)
        try fields(&inner)
    }

    /// At most 40 characters of what was found, for an error.
    private func quoted(_ bytes: UnsafeRawBufferPointer) -> String {
        "\"" + ForeignText.shown(bytes, limit: 40) + "\""
    }
}

extension ClosedRange<Double> {
    /// "0 to 1".
    var text: String { "\(Self.text(lowerBound)) to \(Self.text(upperBound))" }

    private static func text(_ bound: Double) -> String {
        bound == bound.rounded() && abs(bound) < 1e15 ? "\(Int64(bound))" : "\(bound)"
    }
}
