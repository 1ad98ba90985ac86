@testable import Exchanges
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
            "e5", "+1",
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

    @Test func `what binary floats leave behind is no figure, and what is more is one`() {
        for text in [
            "95000.10000000001", "95000.099999999991", "95000.100000000005820766091346740722656250",
            "9.50001e4", "950001E-1", "95000.10000000123",
        ] {
            #expect(fixed(text) == 9_500_010_000_000, "\(text)")
        }
        #expect(fixed("0.30000000000000004") == 30_000_000 && fixed("1e-8") == 1 && fixed("0e99") == 0)
        #expect(fixed("1.2345E+3") == 123_450_000_000 && fixed("92233720368e0") == 9_223_372_036_800_000_000)
        for bad in [
            "0.123456789", "1.5e-9", "0.0000012345678", "100.123456789", "1e11", "1e", "1e+", "1e1.5", "1e1000",
            "95000,10", "95,000.10", "1_000", "٣",
        ] {
            #expect(fixed(bad) == nil, "\(bad)")
        }
    }

    @Test func `units of time are told apart by size, and dates by their form`() {
        func found(_ text: String) -> (form: TimeForm, time: Timestamp)? {
            Array(text.utf8).withUnsafeBytes { bytes in
                TimeForm.found(in: bytes).flatMap { form in form.moment(bytes).map { (form, $0) } }
            }
        }
        let moment = Timestamp(milliseconds: 1_746_372_780_000)
        let forms: [(String, TimeForm)] = [
            ("1746372780", .seconds), ("1746372780.0", .seconds), ("1746372780000", .milliseconds),
            ("1.74637278E12", .milliseconds), ("1746372780000.0", .milliseconds),
            ("1746372780000000", .microseconds), ("1746372780000000000", .nanoseconds),
            ("2025-05-04T15:33:00Z", .iso8601), ("2025-05-04 15:33", .iso8601),
            ("2025-05-04 17:33:00+02:00", .iso8601),
        ]
        for (text, form) in forms {
            #expect(found(text)?.form == form && found(text)?.time == moment, "\(text)")
        }
        #expect(found("1746372780.25")?.time == Timestamp(milliseconds: 1_746_372_780_250))
        for bad in [
            "", "-1746372780000", "1230767999", "1230767999999", "4102444800", "4102444800000000", "20250504",
            "2008-12-31", "2100-01-01", "05/04/2025 15:33", "4.5.2025", "2025-05-04T15:33:61", "1746372780,000",
            "1746372780.0000000001", "17463727800000000000", "now",
        ] {
            #expect(found(bad) == nil, "\(bad)")
        }
    }
}
