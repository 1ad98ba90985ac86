import Market

/// Reads a stage's state back.
public struct StateReader: Sendable {
    private let bytes: [UInt8]
    private var place = 0

    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// One value, as it was written.
    public mutating func read<T: BitwiseCopyable>(_ type: T.Type = T.self) throws(StateError) -> T {
        let size = MemoryLayout<T>.size
        guard bytes.count - place >= size else { throw .tooShort(at: place, expected: size) }
        let start = place
        place += size
        return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start, as: T.self) }
    }

    /// An array of the count it was written with.
    public mutating func readArray<T: BitwiseCopyable>(of type: T.Type = T.self) throws(StateError) -> [T] {
        let count: Int = try read()
        let stride = MemoryLayout<T>.stride
        guard count >= 0, count <= (bytes.count - place) / max(stride, 1) else {
            throw .tooShort(at: place, expected: max(count, 0))
        }
        let start = place
        place += count * stride
        return (0..<count).map { index in
            bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start + index * stride, as: T.self) }
        }
    }

    /// An array that must have `count` rows, such as one a symbol: state of another configuration is
    /// refused.
    public mutating func readArray<T: BitwiseCopyable>(
        of type: T.Type = T.self, count: Int
    ) throws(StateError) -> [T] {
        let rows: [T] = try readArray()
        guard rows.count == count else { throw .wrongCount(found: rows.count, expected: count) }
        return rows
    }

    /// A book, as it was written.
    public mutating func readBook() throws(StateError) -> OrderBook {
        let bids: [BookLevel] = try readArray()
        let asks: [BookLevel] = try readArray()
        let updateID: Int64 = try read()
        var book = OrderBook()
        for level in bids { book.set(level, on: .buy, updateID: updateID) }
        for level in asks { book.set(level, on: .sell, updateID: updateID) }
        return book
    }
}
