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

    /// All bytes with a seal behind them, for a file that nothing else protects: plain memory that was
    /// damaged holds values that no type has.
    public var sealed: [UInt8] {
        var sealed = self
        sealed.write(Self.seal(of: bytes[...]))
        return sealed.bytes
    }

    /// A hash of bytes (FNV-1a, 64 bits; Fowler, Noll, Vo 1991).
    package static func seal(of bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// A book: its bids, its asks and the id of its last update.
    public mutating func write(_ book: OrderBook) {
        write(book.bids)
        write(book.asks)
        write(book.lastUpdateID)
    }
}
