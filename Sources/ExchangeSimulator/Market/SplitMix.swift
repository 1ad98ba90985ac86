/// SplitMix64 (Steele, Lea and Flood 2014): the simulator's only chance, from a seed and a place, so that
/// what it makes up at one moment hangs on nothing that was made up before.
struct SplitMix: Sendable {
    private var state: UInt64

    init(seed: UInt64, _ places: UInt64...) {
        state = seed
        for place in places { state = Self.mix(state &+ 0x9E37_79B9_7F4A_7C15 &* (place &+ 1)) }
    }

    /// The next 64 bits.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mix(state)
    }

    /// Evenly from 0 up to but not including 1.
    mutating func fraction() -> Double { Double(next() >> 11) / Double(1 << 53) }

    /// Near to a normal number: the sum of twelve even ones less six.
    mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + fraction() } }

    static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
