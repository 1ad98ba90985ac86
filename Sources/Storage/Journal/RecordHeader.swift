import Market
import Sealing

/// What stands before a record's body: its number, the length of the body, its kind, and 24 check bits,
/// all little-endian. By the check a damaged length is told from a record that a kill cut short.
struct RecordHeader: Equatable {
    /// Bytes on the disk.
    static let size = 16
    /// Bytes that a body may have.
    static let longestBody = 64 << 20

    /// From 1, through all segments.
    var number: UInt64
    /// Bytes of the body.
    var length: Int
    /// A `JournalRecordKind`.
    var kind: UInt8

    /// Bytes of the whole record: header, body, hash.
    var recordSize: Int { Self.size + length + ChainHash.size }

    func append(to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
        withUnsafeBytes(of: tail.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// The header in these bytes, or `nil` where they were changed.
    static func read(_ bytes: UnsafeRawBufferPointer) -> RecordHeader? {
        let number = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        let tail = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        let header = RecordHeader(
            number: number, length: Int(tail & 0xFFFF_FFFF), kind: UInt8(truncatingIfNeeded: tail >> 32))
        return header.tail == tail && header.length <= longestBody ? header : nil
    }

    /// The second eight bytes: length, kind, check.
    private var tail: UInt64 {
        let plain = UInt64(UInt32(truncatingIfNeeded: length)) | UInt64(kind) << 32
        return plain | Self.check(number, plain) << 40
    }

    /// 24 bits that follow from the others; a change goes unseen here once in 16 million times, and then the
    /// hash shows it.
    private static func check(_ number: UInt64, _ plain: UInt64) -> UInt64 {
        SplitMix64.mix(number &* SplitMix64.step ^ plain &+ 0x5354_5241_5441) & 0xFF_FFFF
    }
}
