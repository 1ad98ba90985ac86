import FeedHandler
import Market

/// The CSV files of one symbol and kind as one source, in the order of their first event.
///
/// A malformed line is reported with its place and left out; what a later file repeats of an earlier
/// one is left out and counted; a file that is not understood at all is refused.
public struct CSVSource<Parser: LineParser>: EventSource {
    private let paths: [String]
    private var file = 0
    private var reader: LineReader?
    private var parser: Parser
    private var newest = Timestamp.zero
    /// Newest event of the files before this one.
    private var coveredUntil = Timestamp.zero
    /// Lines left out since the newest event.
    private var leftOut: Int64 = 0
    public private(set) var report = SourceReport()

    /// Opens each file once to find its first event.
    public init(_ paths: [String], parser: Parser) throws(StorageError) {
        self.parser = parser
        var starts: [(path: String, first: Timestamp)] = []
        for path in paths {
            var probe = try CSVSource(ordered: [path], parser: parser)
            starts.append((path, try probe.next()?.time ?? .never))
        }
        self.paths = starts.sorted { ($0.first, $0.path) < ($1.first, $1.path) }.map(\.path)
        try openNext()
    }

    private init(ordered paths: [String], parser: Parser) throws(StorageError) {
        self.paths = paths
        self.parser = parser
        try openNext()
    }

    public mutating func next() throws(StorageError) -> RecordedEvent? {
        while let reader {
            guard let line = reader.next() else {
                note(reader.end, of: reader)
                try openNext()
                continue
            }
            if let event = try parse(line, of: reader) {
                noteGap(before: event, of: reader)
                newest = event.time
                return event
            }
        }
        return nil
    }

    private mutating func openNext() throws(StorageError) {
        reader = nil
        guard file < paths.count else { return }
        reader = try LineReader(paths[file])
        parser.beginFile()
        coveredUntil = newest
        file += 1
    }

    private mutating func parse(_ line: UnsafeRawBufferPointer, of reader: LineReader) throws(StorageError)
        -> RecordedEvent?
    {
        do throws(FeedProblem) {
            return try parser.parse(line)
        } catch {
            leftOut += 1
            try note(error, line, of: reader)
            return nil
        }
    }

    /// A kline whose candle is not the next one, beyond the lines that were left out and named before it.
    private mutating func noteGap(before event: RecordedEvent, of reader: LineReader) {
        defer { leftOut = 0 }
        guard case .kline(let kline) = event.message, newest > .zero, kline.openTime > newest else { return }
        let missing = (kline.openTime - newest).nanoseconds / kline.interval.span.nanoseconds
        guard missing > leftOut else { return }
        report.warn(
            FeedError(
                file: reader.path, line: reader.line,
                problem: .gap(column: "open_time", missing: missing, after: newest)))
    }

    private mutating func note(
        _ problem: FeedProblem, _ line: UnsafeRawBufferPointer, of reader: LineReader
    ) throws(StorageError) {
        let isOverlap = newest == coveredUntil && newest > .zero
        switch problem {
        case .duplicate where isOverlap, .timeRanBack where isOverlap: report.overlapping += 1
        case _ where problem.refusesFile:
            throw .refused(FeedError(file: reader.path, line: reader.line, problem: problem))
        case _ where !reader.isTerminated:
            report.note(FeedError(file: reader.path, line: reader.line, problem: .cutLine(after: line.count)))
        default: report.note(FeedError(file: reader.path, line: reader.line, problem: problem))
        }
    }

    private mutating func note(_ end: LineReader.End, of reader: LineReader) {
        if let problem = end.problem {
            report.note(FeedError(file: reader.path, line: reader.line + 1, problem: problem))
        }
    }
}

extension LineReader.End {
    /// The end as a problem of the file; `nil` where it ended as it should.
    var problem: FeedProblem? {
        switch self {
        case .whole: nil
        case .broken(let byte, let why): .cutFile(atByte: byte, why: why)
        case .endlessLine:
            .badValue(column: "line", found: "over \(LineReader.lineLimit) bytes", expected: "a line end")
        }
    }
}
