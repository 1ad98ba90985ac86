import Market

/// Collects a stage's state as bytes: plain structs as they lie in memory, so only the same build can
/// read them again.
public struct StateWriter: Sendable {
    /// What was written so far.
    public private(set) var bytes: [UInt8] = []

    public init() {}

    /// One value, as it lies in memory.
    public mutating func write<T: BitwiseCopyable>(_ value: T) {
        withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
    }

    /// An array, its count first.
    public mutating func write<T: BitwiseCopyable>(_ values: [T]) {
        write(values.count)
        values.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }

    /// Bytes that lie somewhere, their count first; they are read as an array.
    public mutating func write(bytes other: UnsafeRawBufferPointer) {
        write(other.count)
        bytes.append(contentsOf: other)
    }

    /// Forgets what was written; the memory is used again.
    public mutating func clear() { bytes.removeAll(keepingCapacity: true) }

    /// A book: its bids, its asks and the id of its last update.
    public mutating func write(_ book: OrderBook) {
        write(book.bids)
        write(book.asks)
        write(book.lastUpdateID)
    }
}
