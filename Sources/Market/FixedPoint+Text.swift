/// Why a text is no decimal number.
public enum DecimalError: Error, Equatable, Sendable, CustomStringConvertible {
    case malformed
    case tooManyDecimals
    case outOfRange

    public var description: String {
        switch self {
        case .malformed: "is not a plain decimal number"
        case .tooManyDecimals: "has more than 8 decimals"
        case .outOfRange: "is out of range (largest 92,233,720,368)"
        }
    }
}

extension FixedPoint {
    /// Reads plain decimal text ("0.00150000", "-12"): no exponent, no spaces, no sign but a minus.
    /// Decimals beyond the eighth must be zeros.
    public init(parsing text: some Collection<UInt8>) throws(DecimalError) {
        var bytes = text.makeIterator()
        var byte = bytes.next()
        let negative = byte == UInt8(ascii: "-")
        if negative { byte = bytes.next() }
        var value: Int64 = 0
        var digits = 0
        var decimals = -1
        while let current = byte {
            if current == UInt8(ascii: "."), decimals < 0 {
                decimals = 0
            } else {
                guard current >= 48, current <= 57 else { throw .malformed }
                digits += 1
                if decimals >= 8 {
                    guard current == 48 else { throw .tooManyDecimals }
                } else {
                    if decimals >= 0 { decimals += 1 }
                    try Self.append(digit: Int64(current - 48), to: &value)
                }
            }
            byte = bytes.next()
        }
        guard digits > 0 else { throw .malformed }
        for _ in max(decimals, 0)..<8 { try Self.append(digit: 0, to: &value) }
        self.init(raw: negative ? -value : value)
    }

    private static func append(digit: Int64, to value: inout Int64) throws(DecimalError) {
        let (tenfold, overflow) = value.multipliedReportingOverflow(by: 10)
        let (sum, carry) = tenfold.addingReportingOverflow(digit)
        guard !overflow, !carry else { throw .outOfRange }
        value = sum
    }

    /// Reads decimal text; see `init(parsing:)`.
    public init(_ text: String) throws(DecimalError) { try self.init(parsing: text.utf8) }

    /// The shortest exact decimal text: "95505.4", "0.001", "-3".
    public var description: String {
        if raw == .min { return "absent" }
        let whole = raw.magnitude / UInt64(fixedPointScale)
        var fraction = raw.magnitude % UInt64(fixedPointScale)
        var text = (raw < 0 ? "-" : "") + String(whole)
        guard fraction > 0 else { return text }
        var digits = 8
        while fraction % 10 == 0 {
            fraction /= 10
            digits -= 1
        }
        let tail = String(fraction)
        text += "." + String(repeating: "0", count: digits - tail.utf8.count) + tail
        return text
    }

    /// Text with exactly `decimals` decimals, rounded to the nearest: for people, not for books.
    public func text(decimals: Int) -> String {
        let step = (0..<max(0, 8 - decimals)).reduce(Int64(1)) { value, _ in value * 10 }
        let shown = rounded(to: Self(raw: step), .nearest)
        var text = shown.description
        guard decimals > 0 else { return text }
        let point = text.utf8.firstIndex(of: UInt8(ascii: "."))
        let have = point.map { text.utf8.distance(from: $0, to: text.utf8.endIndex) - 1 } ?? 0
        if point == nil { text += "." }
        return text + String(repeating: "0", count: decimals - have)
    }
}
