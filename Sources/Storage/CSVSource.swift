import FeedHandler
import Market

/// The CSV files of one symbol and kind as one source, in the order of their times: each file in order by
/// itself, and all of them joined.
///
/// A malformed line is reported with its place and left out; what stands there twice is used once and
/// counted; a file that contradicts itself, another, or its name is refused.
public struct CSVSource<Parser: LineParser>: EventSource {
    /// Bytes on the disk up to which all files of a pair are opened at once, 64 MiB: one that begins out of
    /// order is then known before the first event is given. Of more files each is opened in its time.
    private static var openLimit: Int64 { 64 << 20 }

    private let parser: Parser
    /// Files not yet opened, the one that begins last first.
    private var waiting: [(path: String, first: Timestamp)] = []
    private var cursors: [FileCursor<Parser>] = []
    private var finished: [FileReport] = []
    private var newest: Newest?
    private var seen = SeenIDs()

    /// The event that was given last, and where it stands.
    private struct Newest {
        var event: RecordedEvent
        var place: LinePlace
        var path: String
        var line: Int
    }

    /// Opens the files, or the beginning of each, to find out which comes first.
    public init(_ paths: [String], parser: Parser) throws(StorageError) {
        self.parser = parser
        let sizes = paths.reduce(Int64(0)) { $0 + FileSize.bytes($1) }
        for path in paths.sorted() {
            if sizes <= Self.openLimit || paths.count == 1 {
                try open(path)
            } else {
                waiting.append((path, try Self.firstTime(of: path, parser)))
            }
        }
        waiting.sort { ($0.first, $0.path) > ($1.first, $1.path) }
        try openDue()
    }

    public var report: SourceReport {
        var report = SourceReport()
        report.files = finished + cursors.map(\.report)
        return report
    }

    public mutating func next() throws(StorageError) -> RecordedEvent? {
        while let cursor = nearest(), let event = cursor.head {
            let isUsed = try take(event, of: cursor)
            try cursor.advance()
            if cursor.head == nil { try close(cursor) }
            if isUsed { return event }
        }
        return nil
    }

    private func nearest() -> FileCursor<Parser>? {
        guard cursors.count > 1 else { return cursors.first }
        return cursors.min { ($0.place, $0.report.path) < ($1.place, $1.report.path) }
    }

    private mutating func open(_ path: String) throws(StorageError) {
        let cursor = try FileCursor(path, parser)
        if cursor.head == nil { finished.append(cursor.report) } else { cursors.append(cursor) }
    }

    private mutating func close(_ cursor: FileCursor<Parser>) throws(StorageError) {
        cursors.removeAll { $0 === cursor }
        finished.append(cursor.report)
        try openDue()
    }

    /// Opens the files that begin before what is to be given next.
    private mutating func openDue() throws(StorageError) {
        while let next = waiting.last {
            if let due = nearest()?.place.time, due < next.first { return }
            waiting.removeLast()
            try open(next.path)
        }
    }

    /// Whether an event is to be given: not one that was given before, nor one that comes too late.
    private mutating func take(
        _ event: RecordedEvent, of cursor: FileCursor<Parser>
    ) throws(StorageError) -> Bool {
        defer { cursor.skipped = 0 }
        if let newest, cursor.place.time <= newest.place.time {
            if cursor.hasKeys, cursor.place == newest.place {
                try compare(event, with: newest, of: cursor)
                return false
            }
            guard cursor.place.time == newest.place.time else {
                let problem = FeedProblem.timeRanBack(
                    column: "time", found: cursor.place.time, newest: newest.place.time)
                cursor.leaveOut(\.late, problem)
                return false
            }
        }
        if case .trade(let trade) = event.message, !seen.insert(trade.tradeID) {
            throw contradiction(of: cursor, "\(trade.tradeID)", "an earlier line")
        }
        noteGap(before: event, of: cursor)
        newest = Newest(event: event, place: cursor.place, path: cursor.report.path, line: cursor.line)
        cursor.use(event)
        return true
    }

    /// The same line again is left out; other figures under its time or number are no data at all.
    private func compare(
        _ event: RecordedEvent, with newest: Newest, of cursor: FileCursor<Parser>
    ) throws(StorageError) {
        let isOther = newest.path != cursor.report.path
        guard event == newest.event else {
            let name = cursor.place.id == 0 ? "\(cursor.place.time)" : "\(cursor.place.id)"
            let other = isOther ? "\(newest.path):\(newest.line)" : "line \(newest.line)"
            throw contradiction(of: cursor, name, other)
        }
        if isOther {
            cursor.leaveOut(\.overlapping)
        } else {
            let name = cursor.place.id == 0 ? "\(cursor.place.time)" : "\(cursor.place.id)"
            cursor.leaveOut(\.doubled, .duplicate(column: parser.keyName, found: name))
        }
    }

    private func contradiction(
        of cursor: FileCursor<Parser>, _ found: String, _ other: String
    ) -> StorageError {
        .refused(
            FeedError(
                file: cursor.report.path, line: cursor.line,
                problem: .contradiction(column: parser.keyName, found: found, other: other)))
    }

    /// A kline whose candle is not the next one, beyond the lines that were left out and named before it.
    private func noteGap(before event: RecordedEvent, of cursor: FileCursor<Parser>) {
        guard case .kline(let kline) = event.message, let newest else { return }
        let missing = (kline.openTime - newest.event.time).nanoseconds / kline.interval.span.nanoseconds
        guard missing > cursor.skipped else { return }
        cursor.tellGap(missing, after: newest.event.time)
    }

    /// The earliest time in the first lines of a file; never where it has none.
    private static func firstTime(of path: String, _ parser: Parser) throws(StorageError) -> Timestamp {
        let reader = try LineReader(path)
        var parser = parser
        var first = Timestamp.never
        parser.beginFile()
        for _ in 0..<256 {
            guard let line = reader.next() else { break }
            if let place = try? parser.place(of: line) { first = min(first, place.time) }
        }
        return first
    }
}
