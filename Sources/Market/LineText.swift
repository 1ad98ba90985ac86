/// A line for people kept in place: string interpolation that allocates nothing. What goes beyond
/// `capacity` bytes is cut.
///
/// A log line is made of it, so that a process that tells what it does still allocates nothing.
public struct LineText: BitwiseCopyable, Sendable {
    /// The most bytes that a line holds.
    public static let capacity = 480

    private var bytes: [480 of UInt8]
    /// The length in bytes.
    public private(set) var count = 0

    /// The empty line.
    public init() { bytes = .init(repeating: 0) }

    /// Shows the bytes, UTF-8.
    public func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        withUnsafeBytes(of: bytes) { body(UnsafeRawBufferPointer(rebasing: $0[0..<count])) }
    }

    /// Adds UTF-8 bytes.
    public mutating func append(_ text: UnsafeRawBufferPointer) {
        let fitting = min(text.count, Self.capacity - count)
        guard fitting > 0 else { return }
        withUnsafeMutableBytes(of: &bytes) { all in
            UnsafeMutableRawBufferPointer(rebasing: all[count...])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: text[0..<fitting]))
        }
        count += fitting
    }

    /// Adds another line.
    public mutating func append(_ line: LineText) { line.withBytes { append($0) } }

    private mutating func append(byte: UInt8) {
        guard count < Self.capacity else { return }
        bytes[count] = byte
        count += 1
    }

    /// Adds a line break, in place of the last byte where the line is full.
    public mutating func end() {
        count = min(count, Self.capacity - 1)
        append(byte: UInt8(ascii: "\n"))
    }

    /// Adds a number's digits, with zeros before it up to `width`.
    public mutating func append(digits number: UInt64, width: Int = 1) {
        var power: UInt64 = 1
        var digits = 1
        while digits < 19, number / power >= 10 || digits < width {
            power *= 10
            digits += 1
        }
        if number / power >= 10 { append(digits: number / power / 10) }
        while power > 0 {
            append(byte: UInt8(truncatingIfNeeded: 48 + number / power % 10))
            power /= 10
        }
    }
}

extension LineText: StringInterpolationProtocol, ExpressibleByStringInterpolation {
    /// An empty line, whatever will come.
    public init(literalCapacity: Int, interpolationCount: Int) { self.init() }

    /// The line with this text.
    public init(stringLiteral value: String) {
        self.init()
        appendLiteral(value)
    }

    /// The line itself.
    public init(stringInterpolation: LineText) { self = stringInterpolation }

    /// Adds a text.
    public mutating func appendLiteral(_ literal: String) {
        var literal = literal
        literal.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    /// Adds a text.
    public mutating func appendInterpolation(_ text: String) { appendLiteral(text) }

    /// Adds another line.
    public mutating func appendInterpolation(_ line: LineText) { append(line) }

    /// Adds a text of the program.
    public mutating func appendInterpolation(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Adds a label.
    public mutating func appendInterpolation<let n: Int>(_ text: InlineText<n>) {
        for index in 0..<text.count { append(byte: text[index]) }
    }

    /// Adds a whole number in decimal.
    public mutating func appendInterpolation(_ number: some FixedWidthInteger) {
        if number < 0 { append(byte: UInt8(ascii: "-")) }
        append(digits: UInt64(number.magnitude))
    }

    /// The shortest exact decimal text, as `description` has it.
    public mutating func appendInterpolation(_ value: some FixedPoint) {
        if value.raw == .min { return appendLiteral("absent") }
        if value.raw < 0 { append(byte: UInt8(ascii: "-")) }
        append(digits: value.raw.magnitude / UInt64(fixedPointScale))
        var fraction = value.raw.magnitude % UInt64(fixedPointScale)
        guard fraction > 0 else { return }
        var width = 8
        while fraction % 10 == 0 {
            fraction /= 10
            width -= 1
        }
        append(byte: UInt8(ascii: "."))
        append(digits: fraction, width: width)
    }

    /// As `Timestamp.description`: ISO 8601 in UTC with milliseconds.
    public mutating func appendInterpolation(_ time: Timestamp) {
        if time == .never { return appendLiteral("never") }
        let (date, millis) = (time.civilDate, time.milliseconds % 86_400_000)
        append(part: date.year, 4, "-")
        append(part: date.month, 2, "-")
        append(part: date.day, 2, "T")
        append(part: millis / 3_600_000, 2, ":")
        append(part: millis / 60_000 % 60, 2, ":")
        append(part: millis / 1000 % 60, 2, ".")
        append(part: millis % 1000, 3, "Z")
    }

    private mutating func append(part value: Int64, _ width: Int, _ mark: Unicode.Scalar) {
        append(digits: value.magnitude, width: width)
        append(byte: UInt8(ascii: mark))
    }
}

extension LineText: Hashable, CustomStringConvertible {
    public static func == (a: Self, b: Self) -> Bool {
        a.withBytes { a in b.withBytes { a.elementsEqual($0) } }
    }

    public func hash(into hasher: inout Hasher) { withBytes { hasher.combine(bytes: $0) } }

    public var description: String { withBytes { String(decoding: $0, as: UTF8.self) } }
}
