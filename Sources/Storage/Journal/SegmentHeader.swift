import Sealing

/// The first bytes of a segment: magic, version, its first record's number, and the hash of the record
/// before that one, so that a journal whose older segments are gone can still be verified.
struct SegmentHeader: Equatable {
    /// Bytes on the disk.
    static let size = 56
    /// The layout that this build reads and writes.
    static let version: UInt64 = 1
    static let magic = Array("STRATA-J".utf8)

    /// Number of the segment's first record.
    var first: UInt64
    /// Hash of the record before it.
    var previous: ChainHash

    func append(to bytes: inout [UInt8]) {
        bytes.append(contentsOf: Self.magic)
        withUnsafeBytes(of: Self.version.littleEndian) { bytes.append(contentsOf: $0) }
        withUnsafeBytes(of: first.littleEndian) { bytes.append(contentsOf: $0) }
        previous.withBytes { bytes.append(contentsOf: $0) }
    }

    /// The header in these bytes of a segment called after `first`, or what is wrong with them.
    static func read(_ bytes: UnsafeRawBufferPointer, first: UInt64) -> Result<SegmentHeader, JournalFault> {
        guard bytes.count == size else { return .failure(.cut(found: bytes.count, expected: size)) }
        guard bytes.prefix(magic.count).elementsEqual(magic) else { return .failure(.notAJournal) }
        let version = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        guard version == Self.version else { return .failure(.version(found: version)) }
        let number = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
        guard number == first else { return .failure(.renamed(found: number)) }
        let previous = ChainHash(UnsafeRawBufferPointer(rebasing: bytes[24..<size]))
        return .success(SegmentHeader(first: number, previous: previous))
    }
}
