/// Plain decimal text taken apart: value = mantissa / 10^decimals.
struct DecimalDigits {
    private(set) var mantissa: UInt64 = 0
    private(set) var decimals = 0
    private(set) var isNegative = false
    /// There is more than a plain decimal number holds: the rest must be read another way.
    private(set) var hasExponent = false

    /// `nil` where the text is no number or its digits leave 64 bits.
    init?(_ text: UnsafeRawBufferPointer) {
        var index = 0
        if text.first == UInt8(ascii: "-") {
            isNegative = true
            index = 1
        }
        var digits = 0
        var point = false
        while index < text.count {
            let byte = text[index]
            index += 1
            if byte == UInt8(ascii: "."), !point {
                point = true
                continue
            }
            if digits > 0, byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
                hasExponent = true
                return
            }
            guard byte >= 48, byte <= 57, append(byte - 48) else { return nil }
            digits += 1
            if point { decimals += 1 }
        }
        guard digits > 0 else { return nil }
    }

    private mutating func append(_ digit: UInt8) -> Bool {
        let (tenfold, overflow) = mantissa.multipliedReportingOverflow(by: 10)
        let (sum, carry) = tenfold.addingReportingOverflow(UInt64(digit))
        mantissa = sum
        return !overflow && !carry
    }
}
