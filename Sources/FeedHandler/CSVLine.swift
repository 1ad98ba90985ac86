/// One line of comma-separated text without quotes, split in place.
struct CSVLine {
    static let columnLimit = 16

    private let bytes: UnsafeRawBufferPointer
    private var ends: [16 of Int] = .init(repeating: 0)
    /// Columns found; `columnLimit` + 1 where there are more.
    private(set) var count = 0

    init(_ line: UnsafeRawBufferPointer) {
        let hasReturn = line.last == UInt8(ascii: "\r")
        bytes = UnsafeRawBufferPointer(rebasing: hasReturn ? line.dropLast() : line[...])
        for index in bytes.indices where bytes[index] == UInt8(ascii: ",") { end(at: index) }
        end(at: bytes.count)
    }

    private mutating func end(at index: Int) {
        if count < Self.columnLimit { ends[count] = index }
        count = min(count + 1, Self.columnLimit + 1)
    }

    /// The bytes of a column; empty where there is none.
    subscript(column: Column) -> UnsafeRawBufferPointer {
        guard column.index < min(count, Self.columnLimit) else {
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        let start = column.index == 0 ? 0 : ends[column.index - 1] + 1
        return UnsafeRawBufferPointer(rebasing: bytes[start..<ends[column.index]])
    }

    var isEmpty: Bool { bytes.isEmpty }

    /// Whether the line begins like a number: if not it is a header.
    var beginsWithDigit: Bool { bytes.first.map { $0 >= 48 && $0 <= 57 } ?? false }

    /// The beginning of the line, for error texts.
    var excerpt: String { FieldText.excerpt(bytes) }
}

/// A column by its place and Binance's name for it.
struct Column {
    let index: Int
    let name: StaticString

    init(_ index: Int, _ name: StaticString) {
        self.index = index
        self.name = name
    }
}
