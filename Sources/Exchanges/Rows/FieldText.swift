import Market

/// Reads numbers out of text without allocating: what all parsers of recorded data share.
public enum FieldText {
    /// Powers of ten that a `Double` holds exactly.
    private static let exactPowers: [23 of Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
        1e19,
        1e20, 1e21, 1e22,
    ]

    private static let wholePowers: [20 of UInt64] = [
        1, 10, 100, 1000, 10000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
        100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
        10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000,
        10_000_000_000_000_000_000,
    ]

    /// A plain whole number; `nil` for anything else.
    public static func integer(_ text: UnsafeRawBufferPointer) -> Int64? {
        guard let bytes = text.baseAddress, !text.isEmpty, text.count <= 19 else { return nil }
        var value: UInt64 = 0
        for index in 0..<text.count {
            let digit = bytes.load(fromByteOffset: index, as: UInt8.self) &- 48
            guard digit <= 9 else { return nil }
            value = value &* 10 &+ UInt64(digit)
        }
        return Int64(exactly: value)
    }

    /// Decimal text as a count of 1e-8: exactly, but for what binary floats leave behind the eighth decimal
    /// (95000.10000000001). `nil` where it is no number, is out of range or really has more decimals.
    public static func fixed(_ text: UnsafeRawBufferPointer) -> Int64? {
        guard let digits = DecimalDigits(text), let value = scaled(digits, decimals: 8, noise: 1e-12) else {
            return nil
        }
        return digits.isNegative ? -value : value
    }

    /// Decimal text times a whole number, where the product is whole and no less than zero.
    static func product(_ text: UnsafeRawBufferPointer, _ factor: Int64) -> Int64? {
        guard let digits = DecimalDigits(text), !digits.isNegative else { return nil }
        let decimals = factor == 1 ? 0 : factor == 1000 ? 3 : factor == 1_000_000 ? 6 : 9
        return scaled(digits, decimals: decimals, noise: 0)
    }

    /// The number times 10^decimals, to the nearest whole where the rest is at most `noise` of it.
    private static func scaled(_ digits: DecimalDigits, decimals: Int, noise: Double) -> Int64? {
        let shift = decimals - digits.decimals
        guard digits.mantissa > 0 else { return 0 }
        guard shift >= -19, shift <= 19, !digits.isCut || shift < 0 else { return nil }
        let power = wholePowers[abs(shift)]
        if shift >= 0 {
            let (value, overflow) = digits.mantissa.multipliedReportingOverflow(by: power)
            return overflow ? nil : Int64(exactly: value)
        }
        let (whole, rest) = digits.mantissa.quotientAndRemainder(dividingBy: power)
        guard rest > 0 || digits.isCut else { return Int64(exactly: whole) }
        let isAbove = rest > power / 2
        let nearest = isAbove ? whole + 1 : whole
        let error = Double(isAbove ? power - rest : rest + 1) / Double(power)
        return error <= noise * Double(nearest) ? Int64(exactly: nearest) : nil
    }

    /// Decimal text as the nearest `Double`; `nil` where it is no finite number. Up to 2^53 and ten to
    /// the 22 one division is exact (Clinger, 1990); the rest goes the library's slow way.
    public static func number(_ text: UnsafeRawBufferPointer) -> Double? {
        if let digits = DecimalDigits(text), !digits.isCut, digits.mantissa < 1 << 53,
            (0...22).contains(digits.decimals)
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

    /// "true" and "false" in letters of any size, "1", "0".
    public static func flag(_ text: UnsafeRawBufferPointer) -> Bool? {
        if isWord(text, "true") || equal(text, "1") { return true }
        if isWord(text, "false") || equal(text, "0") { return false }
        return nil
    }

    /// Whether the bytes are this word of small letters, in letters of any size.
    static func isWord(_ bytes: UnsafeRawBufferPointer, _ word: StaticString) -> Bool {
        guard bytes.count == word.utf8CodeUnitCount else { return false }
        for index in bytes.indices where bytes[index] | 32 != word.utf8Start[index] { return false }
        return true
    }

    /// Whether the bytes are this text.
    public static func equal(_ bytes: UnsafeRawBufferPointer, _ text: StaticString) -> Bool {
        guard bytes.count == text.utf8CodeUnitCount else { return false }
        for index in bytes.indices where bytes[index] != text.utf8Start[index] { return false }
        return true
    }

    /// At most 40 characters of the bytes, for error texts.
    public static func excerpt(_ bytes: UnsafeRawBufferPointer) -> String {
        ForeignText.shown(bytes, limit: 40)
    }
}
