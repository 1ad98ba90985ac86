import FeedHandler
import Market

/// The lines of one file in the order of their times, whatever order they were written in.
///
/// A file that fits `sortingLimit` is held in memory and looked through once: it is given as it stands where
/// it is in order, and sorted where it is not. A larger one is given as it stands.
final class OrderedLines<Parser: LineParser> {
    /// Bytes of a file that is put in order, 256 MiB: a day of the trades of a busy pair.
    static var sortingLimit: Int { 256 << 20 }
    /// Lines of the same fault that are told.
    private static var toldLimit: Int { 5 }

    let reader: LineReader
    /// Knows the layout of a file that was looked through.
    private(set) var parser: Parser
    private(set) var order = LineOrder.unknown
    /// Place of the first line in that order; `nil` where there is none or it is not known.
    private(set) var first: LinePlace?
    /// The lines in order; empty where they stand in it.
    private var sorted: [Entry] = []
    private var given = 0

    private struct Entry {
        var place: LinePlace
        var start: Int
        var line: Int
    }

    /// Opens a file and looks through it. A file that is refused as a whole throws, with its first lines
    /// that are to blame and how many they are.
    init(_ path: String, _ parser: Parser, limit: Int = OrderedLines.sortingLimit) throws(StorageError) {
        reader = try LineReader(path)
        self.parser = parser
        self.parser.beginFile()
        guard reader.load(upTo: limit) else { return }
        let isInOrder = try look()
        reader.go(to: 0, after: 0)
        if !isInOrder { sort() }
        try checkLength()
    }

    /// The next line; `nil` at the end.
    func next() -> UnsafeRawBufferPointer? {
        guard !sorted.isEmpty else { return reader.next() }
        guard given < sorted.count else { return nil }
        reader.go(to: sorted[given].start, after: sorted[given].line)
        given += 1
        return reader.next()
    }

    /// First differences of times in order, for the length of candles.
    private var steps: [Int64] = []
    private var isRising = true
    private var isFalling = true

    /// Finds out the order; whether it is the right one.
    private func look() throws(StorageError) -> Bool {
        var newest: LinePlace?
        var blamed: [FeedError] = []
        var count = 0
        while let line = reader.next() {
            let place: LinePlace?
            do throws(FeedProblem) { place = try parser.place(of: line) } catch {
                guard error.refusesFile else { continue }
                count += 1
                if blamed.count < Self.toldLimit {
                    blamed.append(FeedError(file: reader.path, line: reader.line, problem: error))
                }
                if case .mixedTimes = error { continue }
                break
            }
            guard let place else { continue }
            if let newest { compare(place, newest) }
            first = min(first ?? place, place)
            newest = place
        }
        if let only = blamed.first, count == 1 { throw .refused(only) }
        guard blamed.isEmpty else { throw .refusedLines(blamed, count: count) }
        order = isRising ? .asWritten : isFalling ? .newestFirst : .sorted
        return isRising
    }

    private func compare(_ place: LinePlace, _ newest: LinePlace) {
        if place < newest { isRising = false } else if newest < place { isFalling = false }
        if steps.count < 1000, place.time != newest.time {
            steps.append(abs((place.time - newest.time).nanoseconds))
        }
    }

    /// Sorts by place; lines of one place keep their order, turned round where the newest stands first. A
    /// line that can't be read stays behind what came before it.
    private func sort() {
        let isFalling = order == .newestFirst
        var place = first ?? LinePlace(time: .zero)
        var newest = place
        while true {
            let start = reader.place
            guard let line = reader.next() else { break }
            let found: LinePlace??
            do throws(FeedProblem) { found = try parser.place(of: line) } catch { found = nil }
            if case .some(.none) = found { continue }
            place = found.flatMap { $0 } ?? (isFalling ? place : newest)
            newest = max(newest, place)
            sorted.append(Entry(place: place, start: start, line: reader.line - 1))
        }
        sorted.sort {
            if $0.place != $1.place { return $0.place < $1.place }
            return isFalling ? $0.line > $1.line : $0.line < $1.line
        }
    }

    /// Candles of another length than the file's name says are no candles of that length with holes.
    private func checkLength() throws(StorageError) {
        guard let interval = parser.candleLength, order != .sorted, steps.count >= 10 else { return }
        let span = interval.span.nanoseconds
        let found: Int64
        if steps.count(where: { $0 < span }) > steps.count / 2 {
            found = steps.sorted()[steps.count / 2]
        } else {
            let longer = Timeframe.allCases.last { length in
                steps.allSatisfy { $0 % length.span.nanoseconds == 0 }
            }
            guard let longer, longer > interval else { return }
            found = longer.span.nanoseconds
        }
        let problem = FeedProblem.wrongLength(found: TimeSpan(nanoseconds: found), interval: interval)
        throw .refused(FeedError(file: reader.path, line: 1, problem: problem))
    }
}

/// The order in which a file's lines are written.
public enum LineOrder: String, Sendable, Hashable {
    case asWritten = "in order"
    case newestFirst = "newest first, turned round"
    case sorted = "in no order, sorted by time"
    case unknown = "too large to be looked through, taken as it stands"
}
