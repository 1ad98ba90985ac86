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
}

/// Why saved state can't be taken back.
public enum StateError: Error, Equatable, Sendable, CustomStringConvertible {
    case tooShort(at: Int, expected: Int)
    case wrongCount(found: Int, expected: Int)

    public var description: String {
        switch self {
        case .tooShort(let at, let expected): "saved state ends at byte \(at); expected \(expected) more"
        case .wrongCount(let found, let expected): "saved state has \(found) rows; expected \(expected)"
        }
    }
}

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
}
