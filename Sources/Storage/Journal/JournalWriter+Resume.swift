extension JournalWriter {
    /// Goes on with the journal of a folder: verifies its newest segment, cuts off a record that a kill left
    /// torn, and gives what the process restarts from. A folder without a journal, or none, begins a new
    /// one, without a tail.
    /// - Throws: `damaged` where anything but a torn last record is wrong; nothing is changed then.
    public static func resume(
        folder: String, segmentBytes: Int, keepBytes: Int
    ) throws(JournalError) -> (writer: JournalWriter, tail: JournalTail?) {
        guard let newest = JournalSegment.all(in: folder).last else {
            return (try JournalWriter(folder: folder, segmentBytes: segmentBytes, keepBytes: keepBytes), nil)
        }
        let check = try SegmentReader(newest)
        let tail = try JournalTail(newest, check)
        JournalSegment.removeUnfinished(in: folder)
        let writer = try JournalWriter(
            folder: folder, segmentBytes: segmentBytes, keepBytes: keepBytes, after: check)
        return (writer, tail)
    }
}
