import TestSupport

/// Makes bad input of good input: flipped bits, cuts, splices, counts and lengths at their edges, and numbers
/// that are too long.
struct Mutator {
    /// An input may grow to this.
    static let limit = 1 << 15
    private static let text = Array("0-+.eE\"\\{}[],: \n\r\u{0}nNtf".utf8)
    private static let words = [
        "-0", "1e999", "NaN", "Infinity", "-1", "0.000000001", "92233720368.54775807", "92233720368.54775808",
        "9223372036854775808", "18446744073709551616", "null", "true", "[]", "{}", "\"\"", "\u{FFFD}",
        String(repeating: "9", count: 400), "0." + String(repeating: "0", count: 400) + "1",
        String(repeating: "[", count: 3000), String(repeating: "{\"a\":", count: 3000),
    ].map { Array($0.utf8) }
    private static let edges: [UInt64] = [
        0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x1000_0000,
        0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, .max,
    ]

    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// One to six changes of one input out of a pool.
    mutating func change(_ pool: [[UInt8]]) -> [UInt8] {
        var bytes = pool[below(pool.count)]
        for _ in 0...below(6) { step(&bytes, pool) }
        return Array(bytes.prefix(Self.limit))
    }

    private mutating func step(_ bytes: inout [UInt8], _ pool: [[UInt8]]) {
        guard !bytes.isEmpty else { return bytes = pool[below(pool.count)] }
        let place = below(bytes.count)
        switch below(10) {
        case 0: bytes[place] ^= 1 << UInt8(below(8))
        case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 2: bytes[place] = Self.text[below(Self.text.count)]
        case 3: bytes.removeSubrange(range(in: bytes))
        case 4: bytes.removeSubrange(place...)
        case 5: bytes.insert(contentsOf: bytes[range(in: bytes)], at: place)
        case 6: splice(&bytes, pool[below(pool.count)])
        case 7: bytes.replaceSubrange(range(in: bytes), with: Self.words[below(Self.words.count)])
        case 8: replaceNumber(&bytes, near: place)
        default: overwrite(&bytes, at: place)
        }
    }

    /// A start of the one, an end of the other.
    private mutating func splice(_ bytes: inout [UInt8], _ other: [UInt8]) {
        guard !other.isEmpty else { return }
        bytes = Array(bytes[..<below(bytes.count)] + other[below(other.count)...])
    }

    /// A length or a count, in either byte order.
    private mutating func overwrite(_ bytes: inout [UInt8], at place: Int) {
        let size = [1, 2, 4, 8][below(4)]
        let value = Self.edges[below(Self.edges.count)] &+ UInt64(below(3)) &- 1
        let isBig = random.once(in: 2)
        for index in 0..<size where place + index < bytes.count {
            let shift = UInt64(isBig ? size - 1 - index : index) * 8
            bytes[place + index] = UInt8(truncatingIfNeeded: value >> shift)
        }
    }

    /// The digits at a place or after it.
    private mutating func replaceNumber(_ bytes: inout [UInt8], near place: Int) {
        func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
        guard let start = bytes[place...].firstIndex(where: isDigit) else { return }
        let end = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.endIndex
        bytes.replaceSubrange(start..<end, with: Self.words[below(Self.words.count)])
    }

    private mutating func range(in bytes: [UInt8]) -> Range<Int> {
        let start = below(bytes.count)
        return start..<min(bytes.count, start + 1 + below(random.once(in: 4) ? bytes.count : 16))
    }

    private mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<max(limit, 1), using: &random) }
}
