import Exchanges
import Market

/// A place in one file: the next event of it, and what became of the lines before.
struct FileCursor {
    private let lines: OrderedLines
    private var parser: LineParser
    private(set) var report: FileReport
    /// The next event, with its place and its line; none at the end.
    private(set) var event = MarketEvent.none
    private(set) var place = LinePlace(time: .zero)
    private(set) var line = 0
    private(set) var isAtEnd = false
    /// Lines left out since the event before: they are no hole between candles.
    var skipped: Int64 = 0

    init(_ path: String, _ parser: LineParser) throws(StorageError) {
        lines = try OrderedLines(path, parser)
        self.parser = lines.parser
        report = FileReport(path: path)
        report.order = lines.order
        try advance()
        report.layout = self.parser.layoutWords
    }

    /// Whether lines of one place stand side by side.
    var isOrdered: Bool { report.order != .unknown }

    /// Whether lines of one place are one and the same, or contradict each other.
    var hasKeys: Bool { parser.hasKeys }

    /// Takes up the next line that can be read. A file that must be refused throws.
    mutating func advance() throws(StorageError) {
        while let bytes = lines.next() {
            do throws(FeedProblem) {
                guard let found = try parser.parse(bytes, into: &event) else { continue }
                (place, line) = (found, lines.reader.line)
                report.lines += 1
                return
            } catch { try note(error, bytes) }
        }
        isAtEnd = true
        try noteEnd()
    }

    private mutating func note(_ problem: FeedProblem, _ bytes: UnsafeRawBufferPointer) throws(StorageError) {
        let line = lines.reader.line
        guard !problem.refusesFile else {
            throw .refused(FeedError(file: report.path, line: line, problem: problem))
        }
        report.lines += 1
        skipped += 1
        if lines.reader.isTerminated {
            report.note(problem, line: line, \.unreadable)
        } else {
            report.note(.cutLine(after: bytes.count), line: line, \.cut)
        }
    }

    /// A file whose lines are mostly unreadable is not what its header or its name says.
    private mutating func noteEnd() throws(StorageError) {
        if report.leftOut.unreadable * 2 > report.lines {
            let problem = FeedProblem.mostlyUnreadable(
                unreadable: report.leftOut.unreadable, of: report.lines)
            let first = report.errors.prefix(5) + [FeedError(file: report.path, line: 1, problem: problem)]
            throw .refusedLines(Array(first), count: Int(report.leftOut.unreadable))
        }
        guard let problem = lines.reader.end.problem else { return }
        let line = lines.reader.line + 1
        guard !problem.refusesFile else {
            throw .refused(FeedError(file: report.path, line: line, problem: problem))
        }
        report.lines += 1
        report.note(problem, line: line, \.cut)
    }

    /// The event is used.
    mutating func use() {
        report.used += 1
        if event.time < report.first { report.first = event.time }
        if event.time > report.last { report.last = event.time }
    }

    /// The event is left out.
    mutating func leaveOut(_ reason: WritableKeyPath<LeftOut, UInt64>, _ problem: FeedProblem? = nil) {
        if let problem {
            report.note(problem, line: line, reason)
        } else {
            report.leftOut[keyPath: reason] += 1
        }
    }

    /// Candles are missing before the event.
    mutating func tellGap(_ missing: Int64, after newest: Timestamp) {
        report.missing += UInt64(missing)
        report.tell(.gap(column: "open_time", missing: missing, after: newest), line: line)
    }
}

extension LineReader.End {
    /// The end as a problem of the file; `nil` where it ended as it should.
    var problem: FeedProblem? {
        switch self {
        case .whole: nil
        case .broken(let byte, let why): .cutFile(atByte: byte, why: why)
        case .tooLarge(let why): .tooLarge(why: why)
        case .endlessLine:
            .badValue(column: "line", found: "over \(LineReader.lineLimit) bytes", expected: "a line end")
        }
    }
}
