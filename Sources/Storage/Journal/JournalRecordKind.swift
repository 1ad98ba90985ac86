/// What a record of a journal holds.
public enum JournalRecordKind: UInt8, Sendable {
    /// The state that the entries after it follow: the first record of each segment.
    case snapshot = 1
    case entry = 2
}
