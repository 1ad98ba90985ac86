/// Walks a whole journal and holds each record against the chain of hashes.
public struct JournalVerifier: Sendable {
    /// The folder that holds the journal.
    public let folder: String

    public init(folder: String) { self.folder = folder }

    /// Whether the folder holds a journal.
    public var hasJournal: Bool { !JournalSegment.all(in: folder).isEmpty }

    /// Verifies all segments from the oldest kept one on.
    /// - Throws: `damaged` for the first record that was changed, is missing, moved or cut; `empty` where
    ///   there is no journal.
    public func verify() throws(JournalError) -> JournalReport {
        var report = JournalReport()
        for segment in JournalSegment.all(in: folder) {
            let reader = try SegmentReader(segment)
            try check(reader, follows: report)
            while try reader.next() != nil {}
            if report.segments == 0 { report.first = segment.first }
            guard reader.number > segment.first else {
                throw reader.damaged(.cut(found: 0, expected: RecordHeader.size))
            }
            report.segments += 1
            report.last = reader.number - 1
            report.bytes += reader.offset
            report.head = reader.hash
        }
        guard report.segments > 0 else { throw .empty(folder: folder) }
        return report
    }

    /// Whether a segment is the one after those of the report.
    private func check(_ reader: SegmentReader, follows report: JournalReport) throws(JournalError) {
        let segment = reader.segment
        func damaged(_ record: UInt64, _ fault: JournalFault) -> JournalError {
            .damaged(path: segment.path, record: record, offset: 0, fault)
        }
        let isOldestKept = report.segments == 0 && segment.first > 1
        guard !isOldestKept else { return }
        let expected = report.last + 1
        guard segment.first <= expected else { throw damaged(expected, .missing(found: segment.first)) }
        guard segment.first == expected else { throw damaged(expected, .repeated(found: segment.first)) }
        guard reader.previous == report.head else { throw damaged(expected, .unchained) }
    }
}
