/// Numbers that look random and follow from a seed: SplitMix64 (Steele, Lea and Flood 2014).
struct VenueChance: BitwiseCopyable, Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// The next number.
    mutating func number() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Whether something happens that happens this share of times; draws nothing where it never does.
    mutating func happens(_ share: Double) -> Bool {
        share > 0 && Double(number() >> 11) * 0x1p-53 < share
    }
}
