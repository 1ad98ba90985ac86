/// SplitMix64 (Steele, Lea and Flood 2014): the same numbers for a seed on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A random walk of prices with an occasional jump.
    mutating func prices(_ count: Int) -> [Double] {
        var price = 95_000.0
        return (0..<count).map { _ in
            let jump = Int.random(in: 0..<500, using: &self) == 0 ? 20.0 : 1
            price *= 1 + jump * Double.random(in: -0.0005...0.0005, using: &self)
            return price
        }
    }
}
