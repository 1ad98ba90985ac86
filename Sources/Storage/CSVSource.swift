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
    /// The file of that event, where there are several.
    private var newestPath: String?
    private var seen = SeenIDs()

    /// The event that was given last, and where it stands.
    private struct Newest: BitwiseCopyable {
        var event: RecordedEvent
        var place: LinePlace
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
        while let index = nearest(), let event = cursors[index].head {
            let isUsed = try take(event, of: index)
            cursors[index].skipped = 0
            try cursors[index].advance()
            if cursors[index].head == nil { try close(index) }
            if isUsed { return event }
        }
        return nil
    }

    /// The cursor whose event comes first.
    private func nearest() -> Int? {
        guard cursors.count > 1 else { return cursors.isEmpty ? nil : 0 }
        return cursors.indices.min {
            (cursors[$0].place, cursors[$0].report.path) < (cursors[$1].place, cursors[$1].report.path)
        }
    }

    private mutating func open(_ path: String) throws(StorageError) {
        let cursor = try FileCursor(path, parser)
        if cursor.head == nil { finished.append(cursor.report) } else { cursors.append(cursor) }
    }

    private mutating func close(_ index: Int) throws(StorageError) {
        finished.append(cursors.remove(at: index).report)
        try openDue()
    }

    /// Opens the files that begin before what is to be given next.
    private mutating func openDue() throws(StorageError) {
        while let next = waiting.last {
            if let due = nearest().map({ cursors[$0].place.time }), due < next.first { return }
            waiting.removeLast()
            try open(next.path)
        }
    }

    /// Whether an event is to be given: not one that was given before, nor one that comes too late.
    private mutating func take(_ event: RecordedEvent, of index: Int) throws(StorageError) -> Bool {
        let place = cursors[index].place
        if let newest, place.time <= newest.place.time {
            if cursors[index].hasKeys, place == newest.place {
                try compare(event, with: newest, of: index)
                return false
            }
            guard place.time == newest.place.time else {
                let problem = FeedProblem.timeRanBack(
                    column: "time", found: place.time, newest: newest.place.time)
                cursors[index].leaveOut(\.late, problem)
                return false
            }
        }
        if case .trade(let trade) = event.message, !seen.insert(trade.tradeID) {
            guard cursors[index].isOrdered else {
                cursors[index].leaveOut(\.doubled)
                return false
            }
            throw contradiction(of: index, "an earlier line")
        }
        noteGap(before: event, of: index)
        newest = Newest(event: event, place: place, line: cursors[index].line)
        newestPath = cursors.count + waiting.count > 1 ? cursors[index].report.path : nil
        cursors[index].use(event)
        return true
    }

    /// The same line again is left out; other figures under its time or number are no data at all.
    private mutating func compare(
        _ event: RecordedEvent, with newest: Newest, of index: Int
    ) throws(StorageError) {
        let path = cursors[index].report.path
        let isOther = (newestPath ?? path) != path
        guard event == newest.event else {
            let other = isOther ? "\(newestPath ?? path):\(newest.line)" : "line \(newest.line)"
            throw contradiction(of: index, other)
        }
        if isOther {
            cursors[index].leaveOut(\.overlapping)
        } else {
            let problem = FeedProblem.duplicate(column: parser.keyName, found: key(of: index))
            cursors[index].leaveOut(\.doubled, problem)
        }
    }

    private func key(of index: Int) -> String {
        let place = cursors[index].place
        return place.id == 0 ? "\(place.time)" : "\(place.id)"
    }

    private func contradiction(of index: Int, _ other: String) -> StorageError {
        let problem = FeedProblem.contradiction(
            column: parser.keyName, found: key(of: index), other: other)
        return .refused(
            FeedError(file: cursors[index].report.path, line: cursors[index].line, problem: problem))
    }

    /// A kline whose candle is not the next one, beyond the lines that were left out and named before it.
    private mutating func noteGap(before event: RecordedEvent, of index: Int) {
        guard case .kline(let kline) = event.message, let newest, kline.openTime > newest.event.time else {
            return
        }
        let missing = (kline.openTime - newest.event.time).nanoseconds / kline.interval.span.nanoseconds
        guard missing > cursors[index].skipped else { return }
        cursors[index].tellGap(missing, after: newest.event.time)
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
