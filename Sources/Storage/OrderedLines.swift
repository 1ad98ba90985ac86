import Exchanges
import Market

/// The lines of one file in the order of their times, whatever order they were written in.
///
/// A file that fits `sortingLimit` is held in memory and looked through once: it is given as it stands where
/// it is in order, and sorted where it is not. A larger one is given as it stands.
final class OrderedLines {
    /// Bytes of a file that is put in order, 256 MiB: a day of the trades of a busy pair.
    static var sortingLimit: Int { 256 << 20 }
    /// Lines of the same fault that are told.
    private static var toldLimit: Int { 5 }

    let reader: LineReader
    /// Knows the layout of a file that was looked through.
    let parser: LineParser
    private(set) var order = LineOrder.unknown
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
    init(_ path: String, _ given: LineParser, limit: Int = OrderedLines.sortingLimit) throws(StorageError) {
        reader = try LineReader(path)
        var parser = given
        parser.beginFile()
        guard reader.load(upTo: limit) else {
            self.parser = parser
            return
        }
        let places = try Self.look(through: reader, &parser)
        order = places.order
        reader.go(to: 0, after: 0)
        if order != .asWritten { sorted = Self.sorted(reader, &parser, places) }
        self.parser = parser
        guard let problem = places.lengthProblem(parser.candleLength) else { return }
        throw .refused(FeedError(file: path, line: 1, problem: problem))
    }

    /// The next line; `nil` at the end.
    func next() -> UnsafeRawBufferPointer? {
        guard !sorted.isEmpty else { return reader.next() }
        guard given < sorted.count else { return nil }
        reader.go(to: sorted[given].start, after: sorted[given].line)
        given += 1
        return reader.next()
    }

    /// Finds out where the lines belong.
    private static func look(
        through reader: LineReader, _ parser: inout LineParser
    ) throws(StorageError) -> LinePlaces {
        var places = LinePlaces()
        var blamed: [FeedError] = []
        var count = 0
        while let line = reader.next() {
            do throws(FeedProblem) {
                if let place = try parser.place(of: line) { places.note(place) }
            } catch {
                guard error.refusesFile else { continue }
                count += 1
                if blamed.count < toldLimit {
                    blamed.append(FeedError(file: reader.path, line: reader.line, problem: error))
                }
                if case .mixedTimes = error { continue }
                break
            }
        }
        if let only = blamed.first, count == 1 { throw .refused(only) }
        guard blamed.isEmpty else { throw .refusedLines(blamed, count: count) }
        return places
    }

    /// Sorts by place; lines of one place keep their order, turned round where the newest stands first. A
    /// line that can't be read stays behind what came before it.
    private static func sorted(
        _ reader: LineReader, _ parser: inout LineParser, _ places: LinePlaces
    ) -> [Entry] {
        let isFalling = places.order == .newestFirst
        var sorted: [Entry] = []
        var place = places.first ?? LinePlace(time: .zero)
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
        return sorted
    }
}
