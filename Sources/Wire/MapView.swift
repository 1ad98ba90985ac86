/// The entries of one msgpack map, read where the bytes lie: valid as long as they are.
///
/// Keys may come in any order; unknown ones are skipped. Where they come in the order in which they
/// are asked for, which is that of our own encoder, each is found at once.
public struct MapView {
    private let start: UnsafeRawPointer
    /// How many entries the map has.
    public let count: Int
    private let marks: KeyMarks
    /// The entry behind the one found last.
    private var place: UnsafeRawPointer
    private var index = 0

    /// Checks the bytes as a whole and opens them as one map.
    public init(_ bytes: UnsafeRawBufferPointer) throws(WireError) {
        let marks = try FrameCheck.keys(bytes)
        guard let first = bytes.baseAddress else { throw .truncated(at: 0) }
        let value = WireValue(at: first)
        guard value.kind == .map else { throw .notAMap(found: value.typeName) }
        self.init(value, marks)
    }

    private init(_ value: WireValue, _ marks: KeyMarks) {
        start = value.body
        place = value.body
        count = Int(value.bits)
        self.marks = marks
    }

    /// Where the value of a key starts; `nil` where it is missing.
    @inline(__always)
    private mutating func find(_ key: StaticString) -> UnsafeRawPointer? {
        let length = key.utf8CodeUnitCount
        if index < count, length < 32, place.load(as: UInt8.self) == 0xA0 | UInt8(truncatingIfNeeded: length),
            (place + 1).holds(key.utf8Start, length)
        {
            return place + 1 + length
        }
        return marks.allow(key) ? search(key) : nil
    }

    /// Reads the value of a key and goes on behind it; `nil` where it is missing or its value is nil.
    private mutating func value(_ key: StaticString) -> WireValue? {
        guard let start = find(key) else { return nil }
        return value(at: start)
    }

    private mutating func value(at start: UnsafeRawPointer) -> WireValue? {
        let found = WireValue(at: start)
        place = found.end
        index += 1
        return found.kind == .null ? nil : found
    }

    /// Looks through the entries behind the last one found, then through those before it.
    @inline(never)
    private mutating func search(_ key: StaticString) -> UnsafeRawPointer? {
        for _ in 0..<count {
            if index == count {
                index = 0
                place = start
            }
            let name = WireValue(at: place)
            if name.isText(key) { return name.end }
            place = WireValue(at: name.end).end
            index += 1
        }
        return nil
    }

    /// The eight bytes of a value of nine: what most numbers of a frame are.
    @inline(__always)
    private mutating func eight(at start: UnsafeRawPointer) -> UInt64 {
        place = start + 9
        index += 1
        return (start + 1).bigEndian(UInt64.self)
    }

    private func wrong(_ key: StaticString, _ expected: String, _ found: WireValue) -> WireError {
        .wrongType(field: "\(key)", expected: expected, found: found.typeName)
    }

    /// A number; whole numbers are taken for decimals, since Python writes 1 where it means 1.0.
    /// `nil` where the key is missing or its value is nil.
    public mutating func double(_ key: StaticString) throws(WireError) -> Double? {
        guard let start = find(key) else { return nil }
        if start.load(as: UInt8.self) == 0xCB { return Double(bitPattern: eight(at: start)) }
        guard let found = value(at: start) else { return nil }
        return try found.number(key)
    }

    /// A whole number.
    public mutating func integer(_ key: StaticString) throws(WireError) -> Int64? {
        guard let found = value(key) else { return nil }
        guard found.kind == .positive || found.kind == .negative else {
            throw wrong(key, "a whole number", found)
        }
        let value = Int64(bitPattern: found.bits)
        guard found.kind == .negative || value >= 0 else {
            throw .outOfRange(field: "\(key)", value: "\(found.bits)", expected: "at most \(Int64.max)")
        }
        return value
    }

    /// A whole number without sign.
    public mutating func unsigned(_ key: StaticString) throws(WireError) -> UInt64? {
        guard let start = find(key) else { return nil }
        if start.load(as: UInt8.self) == 0xCF { return eight(at: start) }
        guard let found = value(at: start) else { return nil }
        guard found.kind == .positive else { throw wrong(key, "a whole number from 0", found) }
        return found.bits
    }

    /// A truth value.
    public mutating func bool(_ key: StaticString) throws(WireError) -> Bool? {
        guard let found = value(key) else { return nil }
        guard found.kind == .truth else { throw wrong(key, "true or false", found) }
        return found.bits == 1
    }

    /// The bytes of a text.
    public mutating func text(_ key: StaticString) throws(WireError) -> UnsafeRawBufferPointer? {
        guard let found = value(key) else { return nil }
        guard found.kind == .text || found.kind == .binary else { throw wrong(key, "a text", found) }
        return found.text
    }

    /// A nested map.
    public mutating func map(_ key: StaticString) throws(WireError) -> MapView? {
        guard let found = value(key) else { return nil }
        guard found.kind == .map else { throw wrong(key, "a map", found) }
        return MapView(found, .any)
    }

    /// An array of numbers or of arrays of numbers.
    public mutating func array(_ key: StaticString) throws(WireError) -> ArrayView? {
        guard let found = value(key) else { return nil }
        guard found.kind == .array else { throw wrong(key, "an array", found) }
        return ArrayView(found, key: key)
    }

    /// The entries of a map of numbers whose names are known, in the order of the bytes; others are skipped.
    /// A value of a known name that is no number is an error that names the map.
    public mutating func numbers<Name>(
        of map: StaticString, _ known: (UnsafeRawBufferPointer) -> Name?, _ take: (Name, Double) -> Void
    ) throws(WireError) {
        while index < count {
            let name = WireValue(at: place)
            let value = WireValue(at: name.end)
            place = value.end
            index += 1
            guard name.kind == .text, let found = known(name.text) else { continue }
            take(found, try value.number(map))
        }
    }
}
