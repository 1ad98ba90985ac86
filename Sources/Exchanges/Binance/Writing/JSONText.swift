import Market

/// JSON as it grows: members in the order in which they are written, no space between them.
public struct JSONText: Sendable {
    /// What was written so far.
    public private(set) var bytes: [UInt8] = []

    public init() {}

    /// An object whose members `body` writes.
    @inline(__always)
    public mutating func object(_ body: (inout JSONText) -> Void) {
        separate()
        bytes.append(UInt8(ascii: "{"))
        body(&self)
        bytes.append(UInt8(ascii: "}"))
    }

    /// An array whose elements `body` writes.
    @inline(__always)
    public mutating func array(_ body: (inout JSONText) -> Void) {
        separate()
        bytes.append(UInt8(ascii: "["))
        body(&self)
        bytes.append(UInt8(ascii: "]"))
    }

    /// The key of the member that follows.
    public mutating func key(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        literal(name)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    /// An element: text in quotes.
    public mutating func text(_ value: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        var value = value
        value.withUTF8 { text in
            if text.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
                bytes.append(contentsOf: text)
            } else {
                for byte in text { append(escaped: byte) }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// An element: a whole number.
    public mutating func integer(_ value: Int64) {
        separate()
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        append(digits: value.magnitude, atLeast: 1)
    }

    /// An element: true or false.
    public mutating func flag(_ value: Bool) {
        separate()
        literal(value ? "true" : "false")
    }

    /// An element: a number of hundred-millionths in quotes, with so many decimals, the nearest to it.
    public mutating func decimal(_ raw: Int128, decimals: Int) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        let kept = min(max(decimals, 0), 8)
        // Most numbers are small, and dividing those is much cheaper.
        if let small = UInt64(exactly: raw.magnitude), small <= UInt64.max >> 1 {
            append(small, isNegative: raw < 0, kept)
        } else {
            append(raw.magnitude, isNegative: raw < 0, kept)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    @inline(__always)
    private mutating func append<Number: FixedWidthInteger>(
        _ raw: Number, isNegative: Bool, _ kept: Int
    ) {
        let step = Self.power(8 - kept, Number.self)
        let magnitude = (raw + step / 2) / step
        if isNegative, magnitude > 0 { bytes.append(UInt8(ascii: "-")) }
        let (whole, fraction) = magnitude.quotientAndRemainder(dividingBy: Self.power(kept, Number.self))
        append(digits: whole, atLeast: 1)
        guard kept > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        append(digits: fraction, atLeast: kept)
    }

    private static func power<Number: FixedWidthInteger>(_ exponent: Int, _: Number.Type) -> Number {
        var power: Number = 1
        for _ in 0..<exponent { power *= 10 }
        return power
    }

    /// Bytes that are JSON already, as an element.
    public mutating func whole(_ json: [UInt8]) {
        separate()
        bytes.append(contentsOf: json)
    }

    private mutating func literal(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// A comma, unless nothing stands before it that it could part.
    private mutating func separate() {
        guard let last = bytes.last else { return }
        switch last {
        case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"): break
        default: bytes.append(UInt8(ascii: ","))
        }
    }

    private mutating func append(escaped byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(byte)
        case 0..<0x20:
            literal("\\u00")
            bytes.append(byte < 16 ? UInt8(ascii: "0") : UInt8(ascii: "1"))
            let low = byte & 15
            bytes.append(low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10)
        default: bytes.append(byte)
        }
    }

    @inline(__always)
    private mutating func append<Number: FixedWidthInteger>(digits value: Number, atLeast count: Int) {
        // The longest of 128 bits has 39 digits.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 40) { room in
            var (start, rest) = (40, value)
            while rest > 0 || 40 - start < count {
                let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
                start -= 1
                room[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
                rest = quotient
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: room[start...]))
        }
    }
}

extension JSONText {
    /// A member: text.
    public mutating func text(_ name: StaticString, _ value: String) {
        key(name)
        text(value)
    }
    /// A member: a whole number.
    public mutating func integer(_ name: StaticString, _ value: Int64) {
        key(name)
        integer(value)
    }
    /// A member: true or false.
    public mutating func flag(_ name: StaticString, _ value: Bool) {
        key(name)
        flag(value)
    }
    /// A member: a moment.
    public mutating func time(_ name: StaticString, _ value: Timestamp, _ unit: TimeUnit = .millisecond) {
        integer(name, unit.count(value))
    }
    /// A member: a number in quotes.
    public mutating func decimal(_ name: StaticString, _ value: some FixedPoint, decimals: Int) {
        key(name)
        decimal(Int128(value.raw), decimals: decimals)
    }
    /// A member: a volume in quotes.
    public mutating func decimal(_ name: StaticString, _ value: Volume, decimals: Int) {
        key(name)
        decimal(value.raw, decimals: decimals)
    }
    /// A member: an object or array that `body` writes.
    @inline(__always)
    public mutating func object(_ name: StaticString, _ body: (inout JSONText) -> Void) {
        key(name)
        object(body)
    }
    /// See `object`.
    @inline(__always)
    public mutating func array(_ name: StaticString, _ body: (inout JSONText) -> Void) {
        key(name)
        array(body)
    }
    /// A member: texts.
    public mutating func texts(_ name: StaticString, _ values: [String]) {
        key(name)
        array { json in for value in values { json.text(value) } }
    }
}
