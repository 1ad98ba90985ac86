import Glibc
import Sealing

/// Writes an append-only journal: numbered records of opaque bytes, each ending with a hash over itself
/// and the hash before, in segments that begin with a snapshot (docs/decisions/0013).
///
/// Each append is one write: what was appended survives a kill of the process, not a power cut, since
/// nothing waits for the disk. A class, since it owns an open file; used by one thread.
public final class JournalWriter {
    /// The folder that holds the journal, and nothing else of anyone.
    public let folder: String
    /// Records written so far, through all segments: the number of the newest one.
    public private(set) var count: UInt64 = 0
    /// Hash of the newest record.
    public private(set) var hash = ChainHash.seed

    private let segmentBytes: Int64
    private let keepBytes: Int64
    private let sha = SHA256()
    /// The hash before, the record, and its hash: what is hashed and what is written lie in one piece.
    private var buffer: [UInt8] = []
    private var segment: JournalSegment?
    private var file: Int32 = -1
    private var size: Int64 = 0
    /// A part of a record is left at the file's end.
    private var isTorn = false

    /// Begins a new journal.
    /// - Parameters:
    ///   - folder: it is made where it is missing.
    ///   - segmentBytes: from this size on a segment is full.
    ///   - keepBytes: beyond this the oldest segments are removed, never the newest two.
    public init(folder: String, segmentBytes: Int, keepBytes: Int) throws(JournalError) {
        self.folder = folder
        self.segmentBytes = Int64(segmentBytes)
        self.keepBytes = Int64(keepBytes)
        guard JournalSegment.all(in: folder).isEmpty else { throw .notEmpty(folder: folder) }
        try make(folder)
    }

    /// Goes on after the newest record of a segment; what follows it in the file is cut off.
    init(
        folder: String, segmentBytes: Int, keepBytes: Int, after check: SegmentReader
    ) throws(JournalError) {
        self.folder = folder
        self.segmentBytes = Int64(segmentBytes)
        self.keepBytes = Int64(keepBytes)
        count = check.number - 1
        hash = check.hash
        segment = check.segment
        size = check.offset
        file = try open(check.segment.path, fresh: false)
        isTorn = check.segment.size > size
        try mend(check.segment.path)
    }

    deinit { if file >= 0 { close(file) } }

    /// Whether it is time to begin another segment.
    public var isSegmentFull: Bool { size >= segmentBytes }

    /// Writes an entry. After an error nothing of it is in the journal, and it may be tried again.
    public func append(_ body: UnsafeRawBufferPointer) throws(JournalError) {
        guard let segment else { throw .noSegment(folder: folder) }
        try mend(segment.path)
        let next = try seal(body, .entry, path: segment.path)
        let failure = buffer.withUnsafeBytes { bytes in
            FullWrite.write(UnsafeRawBufferPointer(rebasing: bytes[ChainHash.size...]), to: file)
        }
        guard failure == 0 else {
            isTorn = ftruncate(file, off_t(size)) != 0
            throw refusal(failure, path: segment.path)
        }
        size += Int64(buffer.count - ChainHash.size)
        count += 1
        hash = next
    }

    /// Begins another segment with a snapshot, where given with the entry that follows it at once, and
    /// removes the oldest ones beyond what is kept. The file gets its name when it is whole; after an
    /// error the segment before goes on.
    public func beginSegment(
        snapshot: UnsafeRawBufferPointer, then entry: UnsafeRawBufferPointer? = nil
    ) throws(JournalError) {
        if let segment { try mend(segment.path) }
        let before = (count: count, hash: hash)
        let fresh = JournalSegment(folder: folder, first: count + 1)
        do throws(JournalError) {
            try begin(fresh, snapshot, entry)
        } catch {
            (count, hash) = before
            throw error
        }
        removeOldest()
    }

    private func begin(
        _ fresh: JournalSegment, _ snapshot: UnsafeRawBufferPointer, _ entry: UnsafeRawBufferPointer?
    ) throws(JournalError) {
        var bytes: [UInt8] = []
        SegmentHeader(first: fresh.first, previous: hash).append(to: &bytes)
        try add(snapshot, .snapshot, to: &bytes, fresh.path)
        if let entry { try add(entry, .entry, to: &bytes, fresh.path) }
        let unfinished = fresh.path + JournalSegment.unfinished
        let new = try open(unfinished, fresh: true)
        do throws(JournalError) {
            try fill(new, fresh, bytes)
        } catch {
            close(new)
            unlink(unfinished)
            throw error
        }
        if file >= 0 { close(file) }
        file = new
        segment = fresh
        size = Int64(bytes.count)
    }

    private func add(
        _ body: UnsafeRawBufferPointer, _ kind: JournalRecordKind, to bytes: inout [UInt8], _ path: String
    ) throws(JournalError) {
        let next = try seal(body, kind, path: path)
        bytes.append(contentsOf: buffer[ChainHash.size...])
        count += 1
        hash = next
    }

    /// Writes the segment's bytes, and gives the file its name.
    private func fill(_ new: Int32, _ fresh: JournalSegment, _ bytes: [UInt8]) throws(JournalError) {
        let failure = bytes.withUnsafeBytes { FullWrite.write($0, to: new) }
        guard failure == 0 else { throw refusal(failure, path: fresh.path) }
        guard rename(fresh.path + JournalSegment.unfinished, fresh.path) == 0 else {
            throw refusal(errno, path: fresh.path)
        }
    }

    /// Lays out a record in the buffer behind the hash before it, and answers its own.
    private func seal(
        _ body: UnsafeRawBufferPointer, _ kind: JournalRecordKind, path: String
    ) throws(JournalError) -> ChainHash {
        guard body.count <= RecordHeader.longestBody else {
            throw .tooLong(path: path, record: count + 1, bytes: body.count, limit: RecordHeader.longestBody)
        }
        buffer.removeAll(keepingCapacity: true)
        hash.withBytes { buffer.append(contentsOf: $0) }
        RecordHeader(number: count + 1, length: body.count, kind: kind.rawValue).append(to: &buffer)
        buffer.append(contentsOf: body)
        buffer.withUnsafeBytes { sha.update($0) }
        let own = sha.finish()
        own.withBytes { buffer.append(contentsOf: $0) }
        return own
    }

    /// Removes the oldest segments. One that can't be removed costs space only, which a full disk tells.
    private func removeOldest() {
        let segments = JournalSegment.all(in: folder)
        var total = segments.reduce(0) { $0 + $1.size }
        for segment in segments.dropLast(2) where total > keepBytes {
            total -= segment.size
            unlink(segment.path)
        }
    }

    private func make(_ folder: String) throws(JournalError) {
        do throws(StorageError) {
            try StateFolder.make(folder)
        } catch {
            throw .cannotOpen(path: folder, why: error.description)
        }
        JournalSegment.removeUnfinished(in: folder)
    }

    private func open(_ path: String, fresh: Bool) throws(JournalError) -> Int32 {
        let flags = O_WRONLY | O_APPEND | O_CLOEXEC | (fresh ? O_CREAT | O_TRUNC : 0)
        let file = Glibc.open(path, flags, 0o600)
        guard file >= 0 else { throw refusal(errno, path: path) }
        return file
    }

    /// Cuts off what an earlier failure, or a kill, left of a record.
    private func mend(_ path: String) throws(JournalError) {
        guard isTorn else { return }
        guard ftruncate(file, off_t(size)) == 0 else { throw refusal(errno, path: path) }
        isTorn = false
    }

    private func refusal(_ number: Int32, path: String) -> JournalError {
        switch number {
        case ENOSPC, EDQUOT, EFBIG: .full(path: path, record: count + 1, bytes: buffer.count - ChainHash.size)
        default: .cannotWrite(path: path, record: count + 1, why: String(cString: strerror(number)))
        }
    }
}
