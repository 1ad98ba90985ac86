/// A SHA-256 that a record ends with: it covers the record and the hash of the one before.
public struct ChainHash: Equatable, Sendable, BitwiseCopyable {
    /// Bytes of a hash.
    public static let size = 32
    /// What the first record of all follows: 32 zero bytes.
    public static let seed = ChainHash()

    // The bytes as they come from SHA-256: only copied and compared, so the byte order does not matter.
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    private init() {}

    /// Takes a hash from its 32 bytes.
    public init(_ bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count == Self.size, "a hash of \(bytes.count) bytes; expected \(Self.size)")
        withUnsafeMutableBytes(of: &words) { $0.copyMemory(from: bytes) }
    }

    /// Lends the 32 bytes.
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        withUnsafeBytes(of: words) { body($0) }
    }

    /// 64 hexadecimal digits.
    public var hex: String {
        var digits: [UInt8] = []
        appendHex(to: &digits)
        return String(decoding: digits, as: UTF8.self)
    }

    /// Appends the 64 hexadecimal digits to bytes.
    public func appendHex(to bytes: inout [UInt8]) {
        withBytes { own in
            for byte in own {
                bytes.append(Self.digit(byte >> 4))
                bytes.append(Self.digit(byte & 15))
            }
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    public static func == (left: ChainHash, right: ChainHash) -> Bool { left.words == right.words }
}

extension ChainHash: CustomStringConvertible {
    public var description: String { hex }
}
