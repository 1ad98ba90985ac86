import Market
import Wire

/// Writes fields as msgpack and counts them. msgpack wants the number of entries in front of a map: the
/// outermost is made one at its end, a nested one is walked twice, once to count and once to write.
struct FieldEncoder: FieldVisitor {
    let writer: MapWriter
    let names: RunNames
    /// Counts instead of writing.
    private var isCounting = false
    private(set) var count = 0

    init(writer: MapWriter, names: RunNames, isCounting: Bool = false) {
        self.writer = writer
        self.names = names
        self.isCounting = isCounting
    }

    /// Writes the key, unless it is only counted.
    private mutating func begin(_ key: StaticString) -> Bool {
        count += 1
        if !isCounting { writer.key(key) }
        return !isCounting
    }

    mutating func symbol(
        _ key: StaticString, _ value: inout SymbolID, _ about: StaticString
    ) throws(WireError) {
        guard begin(key) else { return }
        if names.withName(of: value, { writer.text($0) }) == nil { writer.text("*" as StaticString) }
    }

    mutating func number(
        _ key: StaticString, _ value: inout Double, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        if need == .optional && value.isNaN { return }
        guard value.isFinite else {
            throw .outOfRange(field: "\(key)", value: "\(value)", expected: "a finite number")
        }
        guard begin(key) else { return }
        writer.double(value)
    }

    mutating func fixed<T: FixedPoint>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        if need == .optional && value == .absent { return }
        guard value.isKeptByFloat64 else {
            throw .outOfRange(
                field: "\(key)", value: "\(value)", expected: "a value that float64 keeps exactly to 1e-8")
        }
        guard begin(key) else { return }
        writer.double(value.double)
    }

    mutating func integer<T: FixedWidthInteger>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        guard begin(key) else { return }
        if T.isSigned { writer.integer(Int64(value)) } else { writer.unsigned(UInt64(value)) }
    }

    mutating func time(
        _ key: StaticString, _ value: inout Timestamp, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        guard begin(key) else { return }
        writer.integer(value.nanoseconds)
    }

    mutating func flag(_ key: StaticString, _ value: inout Bool, _ about: StaticString) throws(WireError) {
        guard begin(key) else { return }
        writer.bool(value)
    }

    mutating func text<let n: Int>(
        _ key: StaticString, _ value: inout InlineText<n>, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        if need == .optional && value.isEmpty { return }
        guard begin(key) else { return }
        let count = value.count
        withUnsafeBytes(of: &value) { writer.text(UnsafeRawBufferPointer(rebasing: $0[0..<count])) }
    }

    mutating func choice<T: WireName>(
        _ key: StaticString, _ value: inout T, _ need: Need, _ about: StaticString
    ) throws(WireError) {
        guard begin(key) else { return }
        writer.text(value.wireName)
    }

    mutating func choice<T: WireName>(
        _ key: StaticString, _ value: inout T, unless usual: T, _ about: StaticString
    ) throws(WireError) {
        if value != usual { try choice(key, &value, .optional, about) }
    }

    mutating func levels(
        _ key: StaticString, _ value: inout LevelList, _ about: StaticString
    ) throws(WireError) {
        for index in 0..<value.count {
            guard value[index].price.isKeptByFloat64, value[index].quantity.isKeptByFloat64 else {
                throw .outOfRange(
                    field: "\(key)", value: "\(value[index].price), \(value[index].quantity)",
                    expected: "values that float64 keeps exactly to 1e-8")
            }
        }
        guard begin(key) else { return }
        writer.beginArray(value.count)
        for index in 0..<value.count {
            writer.beginArray(2)
            writer.double(value[index].price.double)
            writer.double(value[index].quantity.double)
        }
    }

    mutating func causes(
        _ key: StaticString, _ value: inout Causes, _ about: StaticString
    ) throws(WireError) {
        guard begin(key) else { return }
        writer.beginArray(value.count)
        for index in 0..<4 where value[index] != .none { writer.unsigned(value[index].raw) }
    }

    mutating func strategy(
        _ key: StaticString, _ value: inout StrategyID, _ about: StaticString
    ) throws(WireError) {
        guard begin(key) else { return }
        try write(value, key)
    }

    mutating func sources(
        _ key: StaticString, _ value: inout SourceList, _ about: StaticString
    ) throws(WireError) {
        guard begin(key) else { return }
        writer.beginMap(value.count)
        for place in 0..<value.count {
            try write(value[place].strategy, key)
            writer.double(value[place].weight)
        }
    }

    private func write(_ strategy: StrategyID, _ key: StaticString) throws(WireError) {
        guard names.withName(of: strategy, { writer.text($0) }) != nil else {
            throw .outOfRange(
                field: "\(key)", value: "strategy \(strategy.int)", expected: "a strategy of the run's table")
        }
    }

    mutating func nested(
        _ key: StaticString, _ about: StaticString, _ fields: (inout Self) throws(WireError) -> Void
    ) throws(WireError) {
        guard begin(key) else { return }
        var inner = FieldEncoder(writer: writer, names: names, isCounting: true)
        try fields(&inner)
        writer.beginMap(inner.count)
        inner.isCounting = false
        try fields(&inner)
    }
}
