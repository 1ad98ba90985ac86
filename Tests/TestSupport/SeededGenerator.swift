import Market

/// The same numbers for a seed on every machine; a failing test prints the seed.
public typealias SeededGenerator = SplitMix64

extension SplitMix64 {
    /// True once in `times` calls on average.
    public mutating func once(in times: Int) -> Bool { Int.random(in: 0..<times, using: &self) == 0 }
}
