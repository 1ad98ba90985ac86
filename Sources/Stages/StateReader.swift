import Market

/// Reads a stage's state back. What the bytes hold is taken as it is, so they must be those that were
/// written: a journal's chain of hashes shows it, or a seal.
public struct StateReader: Sendable {
    private let bytes: [UInt8]
    private var place = 0

    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Reads bytes with a seal (`StateWriter.sealed`).
    /// - Throws: `damaged` where they are not those that were written.
    public init(sealed bytes: [UInt8]) throws(StateError) {
        let size = MemoryLayout<UInt64>.size
        var seal = StateReader(Array(bytes.suffix(size)))
        guard bytes.count >= size, try seal.read() == StateWriter.seal(of: bytes.dropLast(size)) else {
            throw .damaged(bytes: bytes.count)
        }
        self.bytes = Array(bytes.dropLast(size))
    }

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
        let rows = place..<place + count * stride
        place = rows.upperBound
        // All bytes of a row, also those between its fields: a state saved again is the same.
        return [T](unsafeUninitializedCapacity: count) { buffer, filled in
            let target = UnsafeMutableRawBufferPointer(buffer)
            bytes.withUnsafeBytes { target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[rows])) }
            filled = count
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
