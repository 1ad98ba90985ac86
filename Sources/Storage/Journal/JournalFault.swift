/// What is wrong with a record of a journal.
public enum JournalFault: Error, Equatable, Sendable {
    /// The file does not begin as a segment does.
    case notAJournal
    case version(found: UInt64)
    /// The segment's header has another first record than its name.
    case renamed(found: UInt64)
    /// The file ends before the record does.
    case cut(found: Int, expected: Int)
    /// The record's number, length or kind was changed.
    case changedHeader
    /// The record does not have the hash that it ends with.
    case changed
    /// In its place stands a later record, and it is nowhere in this file.
    case missing(found: UInt64)
    /// In its place stands another record, and it is itself at this byte of the file.
    case swapped(found: UInt64, at: Int64)
    /// In its place stands an earlier record once more.
    case repeated(found: UInt64)
    /// A snapshot inside a segment, an entry at its start, or a kind that this build does not know.
    case kind(found: UInt8)
    /// The segment does not follow the last record of the one before it.
    case unchained
}

extension JournalFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notAJournal: "the file does not begin with the mark of a journal"
        case .version(let found):
            "the journal has layout \(found), this build knows \(SegmentHeader.version); use the other build"
        case .renamed(let found): "the segment was renamed: it begins with record \(found)"
        case .cut(let found, let expected): "it is cut: \(found) of \(expected) bytes are there"
        case .changedHeader: "its number, length or kind was changed"
        case .changed: "it was changed: its hash does not fit"
        case .missing(let found): "it is missing: record \(found) stands in its place"
        case .swapped(let found, let place):
            "it was moved to byte \(place): record \(found) stands in its place"
        case .repeated(let found): "record \(found) stands in its place once more"
        case .kind(let found): "it has kind \(found), which may not stand there"
        case .unchained:
            "it does not follow on the last record of the segment before: one of the two was changed"
        }
    }
}
