import Market

/// Digits of a seal.
typealias InlineHex = InlineText<40>

/// The first bytes of a msgpack map, which tell how many entries it has.
struct MapHead {
    let count: Int
    /// How many bytes tell it.
    let size: Int

    /// The head of a map; `nil` of anything else.
    init?(_ payload: some Collection<UInt8>) {
        let first = Array(payload.prefix(3))
        if let head = first.first, head & 0xF0 == 0x80 {
            (count, size) = (Int(head & 0x0F), 1)
        } else if first.count == 3, first[0] == 0xDE {
            (count, size) = (Int(first[1]) << 8 | Int(first[2]), 3)
        } else {
            return nil
        }
    }

    /// The shortest head of a map of so many entries; `nil` where there can be none.
    init?(count: Int) {
        guard 0...0xFFFF ~= count else { return nil }
        self.count = count
        size = count < 16 ? 1 : 3
    }

    var bytes: [UInt8] {
        size == 1 ? [0x80 | UInt8(count)] : [0xDE, UInt8(count >> 8), UInt8(count & 0xFF)]
    }
}
