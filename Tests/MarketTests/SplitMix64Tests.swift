import Market
import Testing

struct SplitMix64Tests {
    @Test func `the numbers are those of its authors' program`() {
        var numbers = SplitMix64(seed: 1_234_567)
        let expected: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
        ]
        let made = expected.map { _ in numbers.next() }
        #expect(made == expected)
    }

    @Test func `shares, limits and moments are what they say`() {
        var numbers = SplitMix64(seed: 7)
        let count = 20_000
        let fractions = (0..<count).map { _ in numbers.fraction() }
        #expect(fractions.allSatisfy { (0..<1).contains($0) })
        #expect(abs(fractions.reduce(0, +) / Double(count) - 0.5) < 0.01)
        let happened = (0..<count).count { _ in numbers.happens(0.25) }
        #expect(abs(Double(happened) / Double(count) - 0.25) < 0.01)
        let limited = Set((0..<1000).map { _ in numbers.upTo(3) })
        #expect(limited == [0, 1, 2, 3])
        let none = [numbers.upTo(0), numbers.upTo(-5)]
        #expect(none == [0, 0])
        let normal = (0..<count).map { _ in numbers.normal() }
        #expect(abs(normal.reduce(0, +) / Double(count)) < 0.03)
        #expect(abs(normal.reduce(0) { $0 + $1 * $1 } / Double(count) - 1) < 0.05)
    }

    @Test func `what never happens draws nothing`() {
        var (one, other) = (SplitMix64(seed: 9), SplitMix64(seed: 9))
        let happened = one.happens(0)
        let next = (one.next(), other.next())
        #expect(!happened && next.0 == next.1)
    }
}
