import Exchanges
import Market
import Messages

/// Raw WebSocket recordings as a source: per line the receive time in ns, a space, and the message as
/// it came (bookTicker, trade, aggTrade, depth, kline, and REST depth snapshots in place).
///
/// Events are ordered by receive time; event time is receive time plus the constant by which the
/// recorder's clock was behind, since spot's bookTicker does not say when it was sent. Our own recorder's
/// times are the exchange's already (`RecordingWord`). The files are one recording, cut: books go on from
/// one to the next.
public struct RecordingSource: EventSource {
    private let paths: [String]
    private var file = 0
    private var reader: LineReader?
    private let json: JSONReader
    private var newestReceive = Timestamp.zero
    /// What the clock of the recorder lacked.
    public private(set) var offset = ClockOffset()
    var decoder: RecordingDecoder
    /// Events of the line read last, and how many were given.
    private var events: [MarketEvent] = []
    private var given = 0
    private var finished: [FileReport] = []
    private var current = FileReport(path: "")
    /// Messages that nobody listens to, up to the file at hand.
    private var ignored: UInt64 = 0
    /// Messages of other pairs, up to the file at hand.
    private var foreign: UInt64 = 0

    /// - Parameter symbol: whom snapshots are of that don't say it (the file's name does).
    public init(_ paths: [String], instruments: InstrumentTable, symbol: SymbolID? = nil) throws(StorageError)
    {
        guard let json = JSONReader() else { throw .cannotOpen(path: "simdjson", why: "no memory left") }
        self.json = json
        decoder = RecordingDecoder(instruments: instruments, fileSymbol: symbol)
        var starts: [(path: String, first: Timestamp)] = []
        for path in paths { starts.append((path, try Self.firstReceive(of: path))) }
        self.paths = starts.sorted { ($0.first, $0.path) < ($1.first, $1.path) }.map(\.path)
        if let first = self.paths.first { try settleOffset(by: first) }
        try openNext()
    }

    public var report: SourceReport {
        var report = SourceReport()
        report.files = finished + (current.path.isEmpty ? [] : [told])
        return report
    }

    /// Chains of depth updates that broke, over all symbols.
    public var brokenBooks: UInt64 { decoder.brokenBooks }

    public mutating func next(into event: inout MarketEvent) throws(StorageError) -> Bool {
        while given == events.count {
            guard let reader else { return false }
            events.removeAll(keepingCapacity: true)
            given = 0
            if let line = reader.next() {
                take(line, of: reader)
            } else {
                try noteEnd(of: reader)
                try openNext()
            }
        }
        event = events[given]
        given += 1
        return true
    }

    private mutating func openNext() throws(StorageError) {
        reader = nil
        if !current.path.isEmpty { finished.append(told) }
        (ignored, foreign) = (decoder.ignored, decoder.foreign)
        current = FileReport(path: "")
        guard file < paths.count else { return }
        reader = try LineReader(paths[file])
        current = FileReport(path: paths[file])
        current.layout = "a recording, one message a line"
        current.order = .asWritten
        file += 1
    }

    private mutating func take(_ line: UnsafeRawBufferPointer, of reader: LineReader) {
        guard !line.isEmpty else { return }
        current.lines += 1
        do throws(FeedProblem) {
            let (receive, body) = try Self.split(line)
            guard receive >= newestReceive else {
                throw .timeRanBack(column: "receive_ns", found: receive, newest: newestReceive)
            }
            let message = try json.read(body)
            try decoder.decode(message, at: receive + offset.span, into: &events)
            newestReceive = receive
            current.first = min(current.first, receive + offset.span)
            current.last = max(current.last, receive + offset.span)
        } catch {
            events.removeAll(keepingCapacity: true)
            if !reader.isTerminated {
                current.note(.cutLine(after: line.count), line: reader.line, \.cut)
            } else if case .timeRanBack = error {
                current.note(error, line: reader.line, \.late)
            } else {
                current.note(error, line: reader.line, \.unreadable)
            }
        }
    }

    private mutating func noteEnd(of reader: LineReader) throws(StorageError) {
        guard let problem = reader.end.problem else { return }
        guard !problem.refusesFile else {
            throw .refused(FeedError(file: reader.path, line: reader.line + 1, problem: problem))
        }
        current.lines += 1
        current.note(problem, line: reader.line + 1, \.cut)
    }

    /// The report of the file at hand.
    private var told: FileReport {
        var report = current
        report.leftOut.ignored = decoder.ignored - ignored
        report.foreign = decoder.foreign - foreign
        report.used = report.lines - min(report.lines, report.leftOut.count)
        return report
    }

    /// The receive time and the message of a line.
    static func split(_ line: UnsafeRawBufferPointer) throws(FeedProblem) -> (
        Timestamp, UnsafeRawBufferPointer
    ) {
        let end = line.firstIndex(of: UInt8(ascii: " ")) ?? line.count
        let head = UnsafeRawBufferPointer(rebasing: line[..<end])
        guard let nanoseconds = FieldText.integer(head), nanoseconds > 1_000_000_000_000_000_000 else {
            throw .badValue(
                column: "receive_ns", found: FieldText.excerpt(head), expected: "ns since 1970, then a space")
        }
        return (
            Timestamp(nanoseconds: nanoseconds),
            UnsafeRawBufferPointer(rebasing: line[min(end + 1, line.count)...])
        )
    }

    private static func firstReceive(of path: String) throws(StorageError) -> Timestamp {
        let reader = try LineReader(path)
        while let line = reader.next() {
            if line.isEmpty { continue }
            do throws(FeedProblem) {
                return try split(line).0
            } catch {
                // The recorder was killed at its first line.
                guard reader.isTerminated else { return .never }
                throw .refused(
                    FeedError(
                        file: path, line: reader.line,
                        problem: .unknownLayout(
                            found: FieldText.excerpt(line), expected: "\"receive_ns json\" on each line")))
            }
        }
        return .never
    }

    private mutating func settleOffset(by path: String) throws(StorageError) {
        let reader = try LineReader(path)
        while !offset.isSettled, let line = reader.next() {
            do throws(FeedProblem) {
                let (receive, body) = try Self.split(line)
                let message = try json.read(body)
                if message.isExchangeClock { return offset.settle() }
                let sent = message.event_time
                guard sent > 0, sent < RecordingDecoder.timeLimit else { continue }
                offset.add(receive: receive, exchange: Timestamp(milliseconds: sent))
            } catch {
                continue
            }
        }
    }
}
