/// One record in its reader's buffer: it holds until the next is read.
struct JournalRecord {
    let number: UInt64
    let kind: JournalRecordKind
    let body: UnsafeRawBufferPointer
}
