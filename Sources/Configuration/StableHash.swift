/// FNV-1a, 64 bits (Fowler, Noll, Vo 1991): the same on every machine and in every run, unlike `Hasher`.
struct StableHash {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    /// Mixes in a text and its end.
    mutating func mix(_ text: String) {
        for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
        value = (value ^ 0xFF) &* 0x100_0000_01B3
    }
}
