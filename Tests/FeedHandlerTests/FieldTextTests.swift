import FeedHandler
import Market
import TestSupport
import Testing

@Suite struct FieldTextTests {
    private func fixed(_ text: String) -> Int64? { Array(text.utf8).withUnsafeBytes { FieldText.fixed($0) } }
    private func number(_ text: String) -> Double? {
        Array(text.utf8).withUnsafeBytes { FieldText.number($0) }
    }

    @Test func `decimal text becomes the exact count of 1e-8`() {
        #expect(fixed("95505.4") == 9_550_540_000_000)
        #expect(fixed("93738.19000000") == 9_373_819_000_000)
        #expect(fixed("-0.00000001") == -1)
        #expect(fixed("9.94e-06") == 994)
        #expect(fixed("92233720368.54775807") == .max)
        for bad in [
            "", "-", ".", "1.2.3", "NaN", "inf", " 1", "1 ", "0x10", "0.000000001", "92233720369", "1e30",
            "e5",
        ] {
            #expect(fixed(bad) == nil, "\(bad)")
        }
    }

    @Test func `fixed-point text comes back equal, whatever the number`() {
        let seed: UInt64 = 7
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            let raw =
                Int64.random(in: -(1 << 62)...(1 << 62), using: &random)
                >> Int64.random(in: 0..<60, using: &random)
            #expect(fixed(Price(raw: raw).description) == raw, "seed \(seed)")
        }
    }

    @Test func `floating-point text is read as the standard library reads it`() {
        let seed: UInt64 = 11
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            let value =
                Double.random(in: 0...1, using: &random) * [1e-9, 1, 1e7, 1e15, 1e25].randomElement(
                    using: &random)!
            #expect(number("\(value)") == value, "seed \(seed)")
        }
        #expect(number("18986363.98688940") == 18986363.98688940)
        for bad in ["", "nan", "inf", "-", "1e999", "0x1p3", "1,5"] { #expect(number(bad) == nil, "\(bad)") }
    }

    @Test func `milliseconds and microseconds are told apart`() {
        func time(_ text: String) -> Timestamp? {
            Array(text.utf8).withUnsafeBytes { FieldText.timestamp($0) }
        }
        #expect(time("1746372780000") == Timestamp(milliseconds: 1_746_372_780_000))
        #expect(time("1746372780000000") == Timestamp(milliseconds: 1_746_372_780_000))
        for bad in ["1746372780", "1746372780000000000", "", "-1746372780000", "1746372780000.0"] {
            #expect(time(bad) == nil, "\(bad)")
        }
    }
}
