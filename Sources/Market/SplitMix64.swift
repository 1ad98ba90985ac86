/// Numbers that look random and follow from a seed, the same on every machine: SplitMix64 (Steele, Lea and
/// Flood, "Fast Splittable Pseudorandom Number Generators", 2014).
@frozen public struct SplitMix64: RandomNumberGenerator, BitwiseCopyable, Sendable {
    /// What the state grows by with each number: 2⁶⁴ over the golden ratio, odd.
    public static let step: UInt64 = 0x9E37_79B9_7F4A_7C15

    @usableFromInline var state: UInt64

    /// Numbers that begin at a seed.
    @inlinable public init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    @inlinable public mutating func next() -> UInt64 {
        state &+= Self.step
        return Self.mix(state)
    }

    /// The mixing steps alone: each bit of the value changes about half of the result's.
    @inlinable public static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Evenly from 0 up to, not including, 1.
    @inlinable public mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Evenly from zero to the limit, both included.
    @inlinable public mutating func upTo(_ limit: Int64) -> Int64 {
        limit <= 0 ? 0 : Int64(next().multipliedFullWidth(by: UInt64(limit) + 1).high)
    }

    /// True this share of times; draws nothing where it never is.
    @inlinable public mutating func happens(_ share: Double) -> Bool { share > 0 && fraction() < share }

    /// Standard normal, about: twelve uniform numbers less six (Irwin, 1927; Hall, 1927).
    @inlinable public mutating func normal() -> Double {
        (0..<12).reduce(-6.0) { sum, _ in sum + fraction() }
    }
}
