import Market

extension SplitMix64 {
    /// Numbers of a simulation: seeds that lie side by side begin far apart.
    init(spreading seed: UInt64) { self.init(seed: seed &* 0xD129_0D3D_1F2B_A5C7 &+ Self.step) }

    /// A whole number of a range.
    mutating func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    /// A span of milliseconds.
    mutating func milliseconds(_ range: ClosedRange<Int>) -> Int64 { Int64(pick(range)) * 1_000_000 }
}
