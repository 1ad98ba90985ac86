import Glibc

/// One file of a journal.
struct JournalSegment: Equatable {
    /// What a name looks like.
    static let example = "0000000000000001.journal"
    /// What the name of a segment ends with while it is written.
    static let unfinished = ".new"
    private static let digits = 16
    private static let suffix = ".journal"

    /// Path of the file.
    let path: String
    /// Number of its first record.
    let first: UInt64

    init(folder: String, first: UInt64) {
        let number = String(first)
        let zeros = String(repeating: "0", count: max(0, Self.digits - number.utf8.count))
        self.first = first
        path = "\(folder)/\(zeros)\(number)\(Self.suffix)"
    }

    private init?(folder: String, name: String) {
        guard name.utf8.count >= Self.digits + Self.suffix.utf8.count, name.hasSuffix(Self.suffix),
            let first = UInt64(name.dropLast(Self.suffix.utf8.count)), first > 0
        else { return nil }
        self.first = first
        path = "\(folder)/\(name)"
    }

    /// Bytes of the file; 0 where it is gone.
    var size: Int64 {
        var info = stat()
        return stat(path, &info) == 0 ? Int64(info.st_size) : 0
    }

    /// The segments of a folder from the oldest on; none where it is missing.
    static func all(in folder: String) -> [JournalSegment] {
        FolderNames.all(in: folder).compactMap { JournalSegment(folder: folder, name: $0) }
            .sorted { $0.first < $1.first }
    }

    /// Removes what was being written when a process was killed.
    static func removeUnfinished(in folder: String) {
        for name in FolderNames.all(in: folder) where name.hasSuffix(suffix + unfinished) {
            unlink("\(folder)/\(name)")
        }
    }
}
