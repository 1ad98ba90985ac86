/// Which keys a map may have, as one bit for each by its length, first and last byte: a field that was
/// left out is then known to be missing without a search, nearly always.
struct KeyMarks {
    private(set) var bits: UInt64

    /// A map of which nothing is known: any key may be there.
    static var any: KeyMarks { KeyMarks(bits: .max) }
    /// A map without keys.
    static var none: KeyMarks { KeyMarks(bits: 0) }

    @inline(__always)
    private static func bit(_ bytes: UnsafeRawPointer, _ count: Int) -> UInt64 {
        guard count > 0 else { return 1 }
        let first = UInt64(bytes.load(as: UInt8.self))
        let last = UInt64(bytes.load(fromByteOffset: count - 1, as: UInt8.self))
        // The factors with the fewest collisions among the keys of the catalogue's messages.
        return 1 << ((first &* 3 &+ last &* 41 &+ UInt64(count)) & 63)
    }

    /// Adds a key, as it is packed in `count` bytes. What isn't packed as a text of less than 32 bytes may be
    /// any key.
    @inline(__always)
    mutating func add(_ packed: UnsafeRawPointer, _ count: Int) {
        let isShort = packed.load(as: UInt8.self) & 0xE0 == 0xA0
        bits |= isShort ? Self.bit(packed + 1, count - 1) : .max
    }

    /// Whether the key may be there; `false` is sure.
    @inline(__always)
    func allow(_ key: StaticString) -> Bool { bits & Self.bit(key.utf8Start, key.utf8CodeUnitCount) != 0 }
}
