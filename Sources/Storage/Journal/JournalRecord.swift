/// One record in its reader's buffer: it holds until the next is read.
public struct JournalRecord {
    public let number: UInt64
    public let kind: JournalRecordKind
    public let body: UnsafeRawBufferPointer
}
