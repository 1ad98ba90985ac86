/// One line of separated text, split in place. Blanks around a field and the quotes that it stands in are
/// no part of it.
struct CSVLine {
    static let columnLimit = 32

    private let bytes: UnsafeRawBufferPointer
    /// Where each column begins, and the one behind the last would.
    private let starts: UnsafeMutablePointer<UInt32>
    /// Columns found; `columnLimit` + 1 where there are more.
    private(set) var count = 0

    /// Finds the columns of a line, whose places are kept in `places` until the next line's.
    init(_ line: UnsafeRawBufferPointer, separator: UInt8, _ places: ColumnPlaces) {
        let hasReturn = line.last == UInt8(ascii: "\r")
        bytes = UnsafeRawBufferPointer(rebasing: line[..<(line.count - (hasReturn ? 1 : 0))])
        starts = places.starts
        if !splitPlain(by: separator) { splitQuoted(by: separator) }
        end(at: bytes.count)
    }

    /// Looks at eight bytes at once; false where one of all is a quote.
    private mutating func splitPlain(by separator: UInt8) -> Bool {
        count = 0
        var quotes: UInt64 = 0
        var index = 0
        while index < bytes.count {
            let word = word(at: index)
            quotes |= Self.places(of: UInt8(ascii: "\""), in: word)
            var found = Self.places(of: separator, in: word)
            while found != 0 {
                end(at: index &+ found.trailingZeroBitCount / 8)
                found &= found &- 1
            }
            index &+= 8
        }
        return quotes == 0
    }

    /// Eight bytes, the first the lowest; zeros behind the end.
    private func word(at index: Int) -> UInt64 {
        let left = bytes.count &- index
        guard left < 8 else {
            return UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        }
        var word: UInt64 = 0
        for place in 0..<left { word |= UInt64(bytes[index &+ place]) << UInt64(place &* 8) }
        return word
    }

    /// The highest bit of each byte that is this one.
    private static func places(of byte: UInt8, in word: UInt64) -> UInt64 {
        let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
        let rest = word ^ (UInt64(byte) &* 0x0101_0101_0101_0101)
        return ~(((rest & low) &+ low) | rest | low)
    }

    private mutating func splitQuoted(by separator: UInt8) {
        count = 0
        var isQuoted = false
        for index in bytes.indices {
            let byte = bytes[index]
            if byte == separator, !isQuoted {
                end(at: index)
            } else if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            }
        }
    }

    private mutating func end(at index: Int) {
        if count < Self.columnLimit { starts[count &+ 1] = UInt32(truncatingIfNeeded: index &+ 1) }
        count = min(count &+ 1, Self.columnLimit + 1)
    }

    /// The bytes of a column from 0; empty where there is none.
    subscript(column: Int) -> UnsafeRawBufferPointer {
        guard column >= 0, column < min(count, Self.columnLimit) else {
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        let (start, end) = (Int(starts[column]), Int(starts[column &+ 1]) &- 1)
        let field = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
        // Digits and letters at both ends are the rule: there is nothing to take off.
        guard start < end, field[0] <= 34 || field[end &- start &- 1] <= 34 else { return field }
        return Self.trimmed(field)
    }

    private static func trimmed(_ field: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var (start, end) = (0, field.count)
        func skipBlanks() {
            while start < end, field[start] == 32 || field[start] == 9 { start += 1 }
            while end > start, field[end - 1] == 32 || field[end - 1] == 9 { end -= 1 }
        }
        skipBlanks()
        if end - start >= 2, field[start] == UInt8(ascii: "\""), field[end - 1] == UInt8(ascii: "\"") {
            (start, end) = (start + 1, end - 1)
            skipBlanks()
        }
        return UnsafeRawBufferPointer(rebasing: field[start..<end])
    }

    /// All columns, as text.
    var texts: [String] {
        (0..<min(count, Self.columnLimit)).map { String(decoding: self[$0], as: UTF8.self) }
    }

    /// Whether nothing but blanks stands there.
    var isEmpty: Bool { count == 1 && self[0].isEmpty }

    /// The beginning of the line, for error texts.
    var excerpt: String { FieldText.excerpt(bytes) }
}
