import Sealing

/// Reads one segment from its first record on, and verifies each by its number and its hash.
///
/// A class, since it owns an open file; used by one thread.
final class SegmentReader {
    let segment: JournalSegment
    /// Hash of the record before the segment.
    let previous: ChainHash
    /// Byte of the file at which the next record begins.
    private(set) var offset = Int64(SegmentHeader.size)
    /// Number of the next record.
    private(set) var number: UInt64
    /// Hash of the last record that was read.
    private(set) var hash: ChainHash

    private let file: OpenFile
    private let limit: Int64
    private let sha = SHA256()
    private var window: ReadWindow

    /// Opens a segment.
    /// - Parameter limit: reads no further than this byte; to the file's end of now where it is `nil`.
    init(_ segment: JournalSegment, limit: Int64? = nil) throws(JournalError) {
        file = try OpenFile(segment.path)
        self.segment = segment
        self.limit = limit ?? segment.size
        window = ReadWindow()
        number = segment.first
        let bytes = try Self.read(file, &window, at: 0, count: SegmentHeader.size, of: segment.path)
        switch SegmentHeader.read(bytes, first: segment.first) {
        case .success(let header):
            previous = header.previous
            hash = header.previous
        case .failure(let fault):
            throw .damaged(path: segment.path, record: segment.first, offset: 0, fault)
        }
    }

    /// The next record; `nil` at the end. Throws at the first that is not as it was written.
    func next() throws(JournalError) -> JournalRecord? {
        let left = limit - offset
        guard left > 0 else { return nil }
        let header = try nextHeader(left)
        guard Int64(header.recordSize) <= left else {
            throw damaged(.cut(found: Int(left), expected: header.recordSize))
        }
        let bytes = try read(header.recordSize)
        let hashPlace = bytes.count - ChainHash.size
        let found = ChainHash(UnsafeRawBufferPointer(rebasing: bytes[hashPlace...]))
        hash.withBytes { sha.update($0) }
        sha.update(UnsafeRawBufferPointer(rebasing: bytes[..<hashPlace]))
        guard sha.finish() == found else { throw damaged(.changed) }
        let kind = try self.kind(header)
        hash = found
        number += 1
        offset += Int64(bytes.count)
        let body = UnsafeRawBufferPointer(rebasing: bytes[RecordHeader.size..<hashPlace])
        return JournalRecord(number: header.number, kind: kind, body: body)
    }

    /// The error that names the place where the reader stands.
    func damaged(_ fault: JournalFault) -> JournalError {
        .damaged(path: segment.path, record: number, offset: offset, fault)
    }

    private func nextHeader(_ left: Int64) throws(JournalError) -> RecordHeader {
        guard left >= Int64(RecordHeader.size) else {
            throw damaged(.cut(found: Int(left), expected: RecordHeader.size))
        }
        guard let header = RecordHeader.read(try read(RecordHeader.size)) else {
            throw damaged(.changedHeader)
        }
        guard header.number == number else { throw damaged(try displaced(by: header)) }
        return header
    }

    private func kind(_ header: RecordHeader) throws(JournalError) -> JournalRecordKind {
        let expected: JournalRecordKind = number == segment.first ? .snapshot : .entry
        guard header.kind == expected.rawValue else { throw damaged(.kind(found: header.kind)) }
        return expected
    }

    /// Looks for the record that should stand here in the rest of the file.
    private func displaced(by found: RecordHeader) throws(JournalError) -> JournalFault {
        var place = offset + Int64(found.recordSize)
        while place + Int64(RecordHeader.size) <= limit {
            let bytes = try Self.read(file, &window, at: place, count: RecordHeader.size, of: segment.path)
            guard let header = RecordHeader.read(bytes) else { break }
            if header.number == number { return .swapped(found: found.number, at: place) }
            place += Int64(header.recordSize)
        }
        return found.number > number ? .missing(found: found.number) : .repeated(found: found.number)
    }

    /// As many bytes from where the reader stands.
    private func read(_ count: Int) throws(JournalError) -> UnsafeRawBufferPointer {
        let bytes = try Self.read(file, &window, at: offset, count: count, of: segment.path)
        guard bytes.count == count else { throw damaged(.cut(found: bytes.count, expected: count)) }
        return bytes
    }

    private static func read(
        _ file: borrowing OpenFile, _ window: inout ReadWindow, at place: Int64, count: Int, of path: String
    ) throws(JournalError) -> UnsafeRawBufferPointer {
        guard let bytes = window.bytes(file.descriptor, at: place, count: count) else {
            throw .cannotRead(path: path, why: systemError())
        }
        return bytes
    }
}
