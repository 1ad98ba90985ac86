/// One line of separated text, split in place. Blanks around a field and the quotes that it stands in are
/// no part of it.
struct CSVLine {
    static let columnLimit = 32

    private let bytes: UnsafeRawBufferPointer
    private var ends: [32 of UInt32] = .init(repeating: 0)
    /// Columns found; `columnLimit` + 1 where there are more.
    private(set) var count = 0

    init(_ line: UnsafeRawBufferPointer, separator: UInt8 = UInt8(ascii: ",")) {
        let hasReturn = line.last == UInt8(ascii: "\r")
        bytes = UnsafeRawBufferPointer(rebasing: hasReturn ? line.dropLast() : line[...])
        var isQuoted = false
        for index in bytes.indices {
            let byte = bytes[index]
            if byte == separator, !isQuoted {
                end(at: index)
            } else if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            }
        }
        end(at: bytes.count)
    }

    private mutating func end(at index: Int) {
        if count < Self.columnLimit { ends[count] = UInt32(truncatingIfNeeded: index) }
        count = min(count + 1, Self.columnLimit + 1)
    }

    /// The bytes of a column from 0; empty where there is none.
    subscript(column: Int) -> UnsafeRawBufferPointer {
        guard column >= 0, column < min(count, Self.columnLimit) else {
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        let start = column == 0 ? 0 : Int(ends[column - 1]) + 1
        let field = UnsafeRawBufferPointer(rebasing: bytes[start..<Int(ends[column])])
        // Digits and letters at both ends are the rule: there is nothing to take off.
        guard let first = field.first, let last = field.last, first <= 34 || last <= 34 else { return field }
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
