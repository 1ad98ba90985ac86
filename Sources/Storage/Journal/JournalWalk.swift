/// Walks all records of a journal from the oldest kept one on, each verified by number and hash.
public final class JournalWalk {
    private let segments: [JournalSegment]
    private var place = 0
    private var reader: SegmentReader

    /// - Throws: `empty` where the folder has no journal.
    public init(folder: String) throws(JournalError) {
        segments = JournalSegment.all(in: folder)
        guard let first = segments.first else { throw .empty(folder: folder) }
        reader = try SegmentReader(first)
    }

    /// The next record; `nil` after the last. A last record that a kill cut short counts as not written.
    /// The bytes hold until the next call.
    public func next() throws(JournalError) -> JournalRecord? {
        while true {
            do throws(JournalError) {
                if let record = try reader.next() { return record }
            } catch {
                guard place == segments.count - 1, case .damaged(_, _, _, .cut) = error else { throw error }
                return nil
            }
            guard place + 1 < segments.count else { return nil }
            place += 1
            reader = try SegmentReader(segments[place])
        }
    }
}
