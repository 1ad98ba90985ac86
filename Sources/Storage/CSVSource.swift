import Exchanges
import Market

/// The CSV files of one symbol and kind as one source, in the order of their times: each file in order by
/// itself, and all of them joined.
///
/// A malformed line is reported with its place and left out; what stands there twice is used once and
/// counted; a file that contradicts itself, another, or its name is refused.
public struct CSVSource: EventSource {
    /// Bytes on the disk up to which all files of a pair are opened at once, 64 MiB: one that begins out of
    /// order is then known before the first event is given. Of more files each is opened in its time.
    private static var openLimit: Int64 { 64 << 20 }

    private let parser: LineParser
    /// Files not yet opened, the one that begins last first.
    private var waiting: [(path: String, first: Timestamp)] = []
    private var cursors: [FileCursor] = []
    private var finished: [FileReport] = []
    /// The event that was given last, and where it stands.
    private var newest = MarketEvent.none
    private var newestPlace = LinePlace(time: .zero)
    private var newestLine = 0
    /// Its file, where there are several.
    private var newestPath: String?
    private var hasBegun = false
    private var seen = SeenIDs()

    /// Opens the files, or the beginning of each, to find out which comes first.
    public init(_ paths: [String], parser: LineParser) throws(StorageError) {
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

    public mutating func next(into event: inout MarketEvent) throws(StorageError) -> Bool {
        while let file = nearest() {
            let isUsed = try take(from: file)
            cursors[file].skipped = 0
            try cursors[file].advance()
            if cursors[file].isAtEnd { try close(file) }
            if isUsed {
                event = newest
                return true
            }
        }
        return false
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
        if cursor.isAtEnd { finished.append(cursor.report) } else { cursors.append(cursor) }
    }

    private mutating func close(_ file: Int) throws(StorageError) {
        finished.append(cursors.remove(at: file).report)
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

    /// Takes the next event of a file; false where it was given before, or comes too late.
    private mutating func take(from file: Int) throws(StorageError) -> Bool {
        let place = cursors[file].place
        if place.time <= newestPlace.time {
            if cursors[file].hasKeys, place == newestPlace {
                try compare(file)
                return false
            }
            guard place.time == newestPlace.time else {
                let problem = FeedProblem.timeRanBack(
                    column: "time", found: place.time, newest: newestPlace.time)
                cursors[file].leaveOut(\.late, problem)
                return false
            }
        }
        if case .trade(let trade) = cursors[file].event.message, !seen.insert(trade.tradeID) {
            guard cursors[file].isOrdered else {
                cursors[file].leaveOut(\.doubled)
                return false
            }
            throw contradiction(of: file, "an earlier line")
        }
        if place.time > newest.time, hasBegun { noteGap(before: file) }
        newest = cursors[file].event
        (newestPlace, newestLine, hasBegun) = (place, cursors[file].line, true)
        newestPath = cursors.count + waiting.count > 1 ? cursors[file].report.path : nil
        cursors[file].use()
        return true
    }

    /// The same line again is left out; other figures under its time or number are no data at all.
    private mutating func compare(_ file: Int) throws(StorageError) {
        let path = cursors[file].report.path
        let isOther = (newestPath ?? path) != path
        guard cursors[file].event == newest else {
            let other = isOther ? "\(newestPath ?? path):\(newestLine)" : "line \(newestLine)"
            throw contradiction(of: file, other)
        }
        if isOther {
            cursors[file].leaveOut(\.overlapping)
        } else {
            let problem = FeedProblem.duplicate(column: parser.keyName, found: key(of: file))
            cursors[file].leaveOut(\.doubled, problem)
        }
    }

    private func key(of file: Int) -> String {
        let place = cursors[file].place
        return place.id == 0 ? "\(place.time)" : "\(place.id)"
    }

    private func contradiction(of file: Int, _ other: String) -> StorageError {
        let problem = FeedProblem.contradiction(column: parser.keyName, found: key(of: file), other: other)
        return .refused(
            FeedError(file: cursors[file].report.path, line: cursors[file].line, problem: problem))
    }

    /// A kline whose candle is not the next one, beyond the lines that were left out and named before it.
    private mutating func noteGap(before file: Int) {
        guard case .kline(let kline) = cursors[file].event.message else { return }
        let missing = (kline.openTime - newest.time).nanoseconds / kline.interval.span.nanoseconds
        if missing > cursors[file].skipped { cursors[file].tellGap(missing, after: newest.time) }
    }

    /// The earliest time in the first lines of a file; never where it has none.
    private static func firstTime(of path: String, _ parser: LineParser) throws(StorageError) -> Timestamp {
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
