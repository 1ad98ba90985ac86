import Market

/// Reads numbers out of text without allocating: what all parsers of recorded data share.
public enum FieldText {
    /// Powers of ten that a `Double` holds exactly.
    private static let exactPowers: [23 of Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
        1e19,
        1e20, 1e21, 1e22,
    ]

    /// A plain whole number; `nil` for anything else.
    public static func integer(_ text: UnsafeRawBufferPointer) -> Int64? {
        guard !text.isEmpty, text.count <= 19 else { return nil }
        var value: UInt64 = 0
        for byte in text {
            guard byte >= 48, byte <= 57 else { return nil }
            value = value * 10 + UInt64(byte - 48)
        }
        return Int64(exactly: value)
    }

    /// A moment in ms or µs since 1970, told apart by size: Binance's spot dumps since 2025 are in µs.
    /// `nil` for what lies outside 1973 to 5138.
    public static func timestamp(_ text: UnsafeRawBufferPointer) -> Timestamp? {
        switch integer(text) {
        case .some(let value) where value >= 100_000_000_000 && value < 100_000_000_000_000:
            timestamp(value, unit: 1_000_000)
        case .some(let value) where value >= 100_000_000_000_000 && value < 100_000_000_000_000_000:
            timestamp(value, unit: 1000)
        default: nil
        }
    }

    private static func timestamp(_ value: Int64, unit: Int64) -> Timestamp? {
        let (nanoseconds, overflow) = value.multipliedReportingOverflow(by: unit)
        return overflow ? nil : Timestamp(nanoseconds: nanoseconds)
    }

    /// Decimal text as a count of 1e-8, exactly; text with an exponent (as Python writes small floats)
    /// to the nearest 1e-8. `nil` where it is no number, is out of range or has more than 8 decimals.
    public static func fixed(_ text: UnsafeRawBufferPointer) -> Int64? {
        guard let digits = DecimalDigits(text) else { return nil }
        if digits.hasExponent { return number(text).flatMap { Price($0)?.raw } }
        var value = digits.mantissa
        var decimals = digits.decimals
        while decimals > 8 {
            guard value % 10 == 0 else { return nil }
            value /= 10
            decimals -= 1
        }
        while decimals < 8 {
            let (next, overflow) = value.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            value = next
            decimals += 1
        }
        guard value <= UInt64(Int64.max) else { return nil }
        return digits.isNegative ? -Int64(value) : Int64(value)
    }

    /// Decimal text as the nearest `Double`; `nil` where it is no finite number. Up to 2^53 and ten to
    /// the 22 one division is exact (Clinger, 1990); the rest goes the library's slow way.
    public static func number(_ text: UnsafeRawBufferPointer) -> Double? {
        if let digits = DecimalDigits(text), !digits.hasExponent, digits.mantissa < 1 << 53,
            digits.decimals <= 22
        {
            let value = Double(digits.mantissa) / exactPowers[digits.decimals]
            return digits.isNegative ? -value : value
        }
        let isNumber =
            !text.isEmpty
            && text.allSatisfy { byte in
                byte >= 48 && byte <= 57 || byte == 43 || byte == 45 || byte == 46 || byte == 69
                    || byte == 101
            }
        guard isNumber, let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else {
            return nil
        }
        return value
    }

    /// "true", "True", "false", "False", "1", "0".
    public static func flag(_ text: UnsafeRawBufferPointer) -> Bool? {
        if equal(text, "true") || equal(text, "True") || equal(text, "1") { return true }
        if equal(text, "false") || equal(text, "False") || equal(text, "0") { return false }
        return nil
    }

    /// Whether the bytes are this text.
    public static func equal(_ bytes: UnsafeRawBufferPointer, _ text: StaticString) -> Bool {
        guard bytes.count == text.utf8CodeUnitCount else { return false }
        for index in bytes.indices where bytes[index] != text.utf8Start[index] { return false }
        return true
    }

    /// At most 40 printable characters of the bytes, for error texts.
    public static func excerpt(_ bytes: UnsafeRawBufferPointer) -> String {
        let shown = bytes.prefix(40).map { $0 >= 32 && $0 < 127 ? $0 : UInt8(ascii: "?") }
        return String(decoding: shown, as: UTF8.self) + (bytes.count > 40 ? "…" : "")
    }
}
