/// FNV-1a, 64 bits (Fowler, Noll, Vo 1991): the same on every machine and in every run, unlike `Hasher`.
public struct StableHash: Sendable {
    /// The hash of what was mixed in so far.
    public private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    /// The hash of nothing.
    public init() {}

    /// Mixes in a text and its end.
    public mutating func mix(_ text: String) {
        for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
        value = (value ^ 0xFF) &* 0x100_0000_01B3
    }
}
