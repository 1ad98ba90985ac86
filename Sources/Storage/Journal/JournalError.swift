/// Why a journal could not be written or read. Every case names the file and what to do.
public enum JournalError: Error, Equatable, Sendable {
    case cannotOpen(path: String, why: String)
    case cannotRead(path: String, why: String)
    /// The record was not written, and nothing of it was left.
    case cannotWrite(path: String, record: UInt64, why: String)
    /// The disk is full: the record was not written, and nothing of it was left.
    case full(path: String, record: UInt64, bytes: Int)
    /// A new journal in a folder that has one.
    case notEmpty(folder: String)
    /// No journal to verify.
    case empty(folder: String)
    /// An entry before the first segment was begun.
    case noSegment(folder: String)
    case tooLong(path: String, record: UInt64, bytes: Int, limit: Int)
    case damaged(path: String, record: UInt64, offset: Int64, JournalFault)
}

extension JournalError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .cannotOpen(let path, let why): "cannot open \(path): \(why); check its rights"
        case .cannotRead(let path, let why): "cannot read \(path): \(why); check the disk"
        case .cannotWrite(let path, let record, let why):
            "\(path): record \(record) was not written: \(why); check the disk and the folder's rights"
        case .full(let path, let record, let bytes):
            "\(path): no space for the \(bytes) bytes of record \(record); make room"
        case .notEmpty(let folder):
            "\(folder) has a journal already; resume it, or choose another folder"
        case .empty(let folder):
            "\(folder) has no journal; expected files like \(JournalSegment.example)"
        case .noSegment(let folder):
            "\(folder): the first record of a journal is a snapshot; begin a segment"
        case .tooLong(let path, let record, let bytes, let limit):
            "\(path): record \(record) has \(bytes) bytes, at most \(limit) are allowed; write it in parts"
        case .damaged(let path, let record, let offset, let fault):
            "\(path), byte \(offset), record \(record): \(fault); \(Self.advice(fault))"
        }
    }

    private static func advice(_ fault: JournalFault) -> String {
        switch fault {
        case .cut:
            "a kill in mid-write leaves this at the end of the newest segment, and the next start removes it;"
                + " anywhere else restore the file from a copy"
        case .version: "nothing was read"
        default: "restore the file from a copy, or move the folder away and begin without it"
        }
    }
}
