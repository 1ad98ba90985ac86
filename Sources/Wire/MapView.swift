import CMessagePack

/// The entries of one msgpack map, in the reader's memory: valid only inside the reading closure.
///
/// Keys may come in any order; unknown ones are skipped. Where they come in the order in which they
/// are asked for, each is found at once.
public struct MapView {
    let entries: UnsafeMutablePointer<msgpack_object_kv>?
    /// How many entries the map has.
    public let count: Int
    private var next = 0

    init(_ map: msgpack_object_map) {
        entries = map.ptr
        count = Int(map.size)
    }

    private mutating func find(_ key: StaticString) -> msgpack_object? {
        guard let entries else { return nil }
        for offset in 0..<count {
            let index = next + offset < count ? next + offset : next + offset - count
            let name = entries[index].key
            guard name.type == MSGPACK_OBJECT_STR || name.type == MSGPACK_OBJECT_BIN,
                Int(name.via.str.size) == key.utf8CodeUnitCount,
                equal(name.via.str.ptr, key.utf8Start, key.utf8CodeUnitCount)
            else { continue }
            next = index + 1 < count ? index + 1 : 0
            return entries[index].val
        }
        return nil
    }

    private func equal(_ a: UnsafePointer<CChar>?, _ b: UnsafePointer<UInt8>, _ length: Int) -> Bool {
        guard let a else { return length == 0 }
        for index in 0..<length where UInt8(bitPattern: a[index]) != b[index] { return false }
        return true
    }

    /// A number; whole numbers are taken for decimals, since Python writes 1 where it means 1.0.
    /// `nil` where the key is missing or its value is nil.
    public mutating func double(_ key: StaticString) throws(WireError) -> Double? {
        guard let found = find(key), found.type != MSGPACK_OBJECT_NIL else { return nil }
        return try Self.number(found, key)
    }

    static func number(_ value: msgpack_object, _ key: StaticString) throws(WireError) -> Double {
        switch value.type {
        case MSGPACK_OBJECT_FLOAT64, MSGPACK_OBJECT_FLOAT32: return value.via.f64
        case MSGPACK_OBJECT_POSITIVE_INTEGER: return Double(value.via.u64)
        case MSGPACK_OBJECT_NEGATIVE_INTEGER: return Double(value.via.i64)
        default: throw .wrongType(field: "\(key)", expected: "a number", found: value.typeName)
        }
    }

    /// A whole number.
    public mutating func integer(_ key: StaticString) throws(WireError) -> Int64? {
        guard let found = find(key), found.type != MSGPACK_OBJECT_NIL else { return nil }
        switch found.type {
        case MSGPACK_OBJECT_POSITIVE_INTEGER:
            guard let value = Int64(exactly: found.via.u64) else {
                throw .outOfRange(
                    field: "\(key)", value: "\(found.via.u64)", expected: "at most \(Int64.max)")
            }
            return value
        case MSGPACK_OBJECT_NEGATIVE_INTEGER: return found.via.i64
        default: throw .wrongType(field: "\(key)", expected: "a whole number", found: found.typeName)
        }
    }

    /// A whole number without sign.
    public mutating func unsigned(_ key: StaticString) throws(WireError) -> UInt64? {
        guard let found = find(key), found.type != MSGPACK_OBJECT_NIL else { return nil }
        guard found.type == MSGPACK_OBJECT_POSITIVE_INTEGER else {
            throw .wrongType(field: "\(key)", expected: "a whole number from 0", found: found.typeName)
        }
        return found.via.u64
    }

    /// A truth value.
    public mutating func bool(_ key: StaticString) throws(WireError) -> Bool? {
        guard let found = find(key), found.type != MSGPACK_OBJECT_NIL else { return nil }
        guard found.type == MSGPACK_OBJECT_BOOLEAN else {
            throw .wrongType(field: "\(key)", expected: "true or false", found: found.typeName)
        }
        return found.via.boolean
    }

    /// The bytes of a text.
    public mutating func text(_ key: StaticString) throws(WireError) -> UnsafeRawBufferPointer? {
        guard let found = find(key), found.type != MSGPACK_OBJECT_NIL else { return nil }
        guard found.type == MSGPACK_OBJECT_STR || found.type == MSGPACK_OBJECT_BIN else {
            throw .wrongType(field: "\(key)", expected: "a text", found: found.typeName)
        }
        return UnsafeRawBufferPointer(start: found.via.str.ptr, count: Int(found.via.str.size))
    }

    /// A nested map.
    public mutating func map(_ key: StaticString) throws(WireError) -> MapView? {
        guard let found = find(key), found.type != MSGPACK_OBJECT_NIL else { return nil }
        guard found.type == MSGPACK_OBJECT_MAP else {
            throw .wrongType(field: "\(key)", expected: "a map", found: found.typeName)
        }
        return MapView(found.via.map)
    }

    /// An array of numbers or of arrays of numbers.
    public mutating func array(_ key: StaticString) throws(WireError) -> ArrayView? {
        guard let found = find(key), found.type != MSGPACK_OBJECT_NIL else { return nil }
        guard found.type == MSGPACK_OBJECT_ARRAY else {
            throw .wrongType(field: "\(key)", expected: "an array", found: found.typeName)
        }
        return ArrayView(found.via.array, key: key)
    }
}

extension msgpack_object {
    /// What a person calls this type.
    var typeName: String {
        switch type {
        case MSGPACK_OBJECT_NIL: "nil"
        case MSGPACK_OBJECT_BOOLEAN: "a truth value"
        case MSGPACK_OBJECT_POSITIVE_INTEGER, MSGPACK_OBJECT_NEGATIVE_INTEGER: "a whole number"
        case MSGPACK_OBJECT_FLOAT32, MSGPACK_OBJECT_FLOAT64: "a decimal number"
        case MSGPACK_OBJECT_STR: "a text"
        case MSGPACK_OBJECT_BIN: "bytes"
        case MSGPACK_OBJECT_ARRAY: "an array"
        case MSGPACK_OBJECT_MAP: "a map"
        default: "an extension type"
        }
    }
}
