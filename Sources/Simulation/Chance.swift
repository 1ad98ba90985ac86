/// Numbers that follow from a seed (SplitMix64: Steele, Lea and Flood, 2014): the same on every machine.
struct Chance: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0xD129_0D3D_1F2B_A5C7 &+ 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// A number from 0 up to, not including, 1.
    mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// True with a probability.
    mutating func happens(_ probability: Double) -> Bool { probability > 0 && fraction() < probability }

    /// A whole number of a range.
    mutating func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    /// A span of milliseconds.
    mutating func milliseconds(_ range: ClosedRange<Int>) -> Int64 { Int64(pick(range)) * 1_000_000 }

    /// Standard normal, about: twelve uniform numbers less six (Irwin, 1927; Hall, 1927).
    mutating func normal() -> Double { (0..<12).reduce(-6.0) { sum, _ in sum + fraction() } }
}
