/// One record in its reader's buffer: it holds until the next is read.
public struct JournalRecord {
    /// From 1, through all segments.
    public let number: UInt64
    /// A snapshot, or an entry.
    public let kind: JournalRecordKind
    /// What was written.
    public let body: UnsafeRawBufferPointer
}
