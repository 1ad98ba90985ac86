/// Decimal text taken apart: value = mantissa / 10^decimals, where `decimals` may be less than zero.
struct DecimalDigits {
    /// More digits than these are not kept: a tenfold of it would leave 64 bits.
    private static let mantissaLimit: UInt64 = 1_000_000_000_000_000_000

    private(set) var mantissa: UInt64 = 0
    private(set) var decimals = 0
    private(set) var isNegative = false
    /// Digits were left out that are not zero.
    private(set) var isCut = false

    /// `nil` where the text is no number: digits, one point, a minus in front, an exponent behind.
    init?(_ text: UnsafeRawBufferPointer) {
        if readPlain(text) { return }
        var index = 0
        if text.first == UInt8(ascii: "-") {
            isNegative = true
            index = 1
        }
        var digits = 0
        var point = false
        while index < text.count {
            let byte = text[index]
            if byte == UInt8(ascii: "."), !point {
                point = true
            } else if digits > 0, byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
                guard let exponent = Self.exponent(text, from: index + 1) else { return nil }
                decimals -= exponent
                break
            } else {
                guard byte >= 48, byte <= 57 else { return nil }
                append(byte - 48, isFraction: point)
                digits += 1
            }
            index += 1
        }
        guard digits > 0 else { return nil }
    }

    /// What nearly every number is: digits and a point, few enough to be kept; false for anything else.
    private mutating func readPlain(_ text: UnsafeRawBufferPointer) -> Bool {
        guard let bytes = text.baseAddress, text.count > 1, text.count <= 18 else { return false }
        var value: UInt64 = 0
        var point = text.count
        for index in 0..<text.count {
            let byte = bytes.load(fromByteOffset: index, as: UInt8.self)
            if byte &- 48 <= 9 {
                value = value &* 10 &+ UInt64(byte &- 48)
            } else {
                guard byte == UInt8(ascii: "."), point == text.count else { return false }
                point = index
            }
        }
        mantissa = value
        decimals = max(0, text.count &- 1 &- point)
        return true
    }

    private mutating func append(_ digit: UInt8, isFraction: Bool) {
        guard mantissa < Self.mantissaLimit else {
            if digit != 0 { isCut = true }
            if !isFraction { decimals -= 1 }
            return
        }
        mantissa = mantissa * 10 + UInt64(digit)
        if isFraction { decimals += 1 }
    }

    private static func exponent(_ text: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var index = start
        let isNegative = index < text.count && text[index] == UInt8(ascii: "-")
        if isNegative || (index < text.count && text[index] == UInt8(ascii: "+")) { index += 1 }
        guard index < text.count, text.count - index <= 3 else { return nil }
        var value = 0
        for byte in text[index...] {
            guard byte >= 48, byte <= 57 else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        return isNegative ? -value : value
    }
}
