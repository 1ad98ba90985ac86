/// What a process restarts from: the newest snapshot of its journal and the entries after it, all verified.
public struct JournalTail {
    /// Body of the snapshot.
    public let snapshot: [UInt8]
    /// Number of the snapshot's record.
    public let snapshotNumber: UInt64
    /// How many entries follow it.
    public let entryCount: Int
    /// Bytes of a record that a kill had cut short; they are no longer in the file.
    public let tornBytes: Int
    private let reader: SegmentReader

    /// Verifies the segment up to its end, or to a torn last record.
    init(_ segment: JournalSegment, _ check: SegmentReader) throws(JournalError) {
        var snapshot: [UInt8]?
        var torn = 0
        reading: while true {
            do throws(JournalError) {
                guard let record = try check.next() else { break reading }
                if snapshot == nil { snapshot = Array(record.body) }
            } catch {
                guard snapshot != nil, case .damaged(_, _, _, .cut(let found, _)) = error else { throw error }
                torn = found
                break reading
            }
        }
        guard let snapshot else { throw check.damaged(.cut(found: 0, expected: RecordHeader.size)) }
        self.snapshot = snapshot
        snapshotNumber = segment.first
        entryCount = Int(check.number - segment.first) - 1
        tornBytes = torn
        reader = try SegmentReader(segment, limit: check.offset)
        _ = try reader.next()
    }

    /// The next entry's body, from the oldest on; `nil` after the last. The bytes hold until the next call.
    public func next() throws(JournalError) -> UnsafeRawBufferPointer? { try reader.next()?.body }
}
