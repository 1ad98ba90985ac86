import Exchanges
import Market

/// What became of the lines of one file.
public struct FileReport: Sendable, Equatable {
    /// Path of the file.
    public var path: String
    /// The layout that was found, and the order, for people.
    public var layout = ""
    public var order = LineOrder.unknown
    /// Lines of data, and how many of them were used.
    public var lines: UInt64 = 0
    public var used: UInt64 = 0
    /// Event times of the first and the last line that was used.
    public var first = Timestamp.never
    public var last = Timestamp.zero
    /// Candles that are missing between those that are there.
    public var missing: UInt64 = 0
    /// Why lines were left out, and how many.
    public var leftOut = LeftOut()
    /// Lines of a recording that say they are of another pair than the one that it was looked up for.
    public internal(set) var foreign: UInt64 = 0
    /// Things that a person must know of lines that were taken.
    public internal(set) var told: UInt64 = 0
    /// The first problems, at most `SourceReport.keptLimit`; all are counted.
    public internal(set) var errors: [FeedError] = []

    public init(path: String) { self.path = path }

    /// Whether every line that can be read is of another pair.
    public var isForeign: Bool { foreign > 0 && foreign + leftOut.faults >= lines }

    mutating func note(_ problem: FeedProblem, line: Int, _ reason: WritableKeyPath<LeftOut, UInt64>) {
        leftOut[keyPath: reason] += 1
        keep(problem, line: line)
    }

    /// Something that a person must know of a line that was taken.
    mutating func tell(_ problem: FeedProblem, line: Int) {
        told += 1
        keep(problem, line: line)
    }

    private mutating func keep(_ problem: FeedProblem, line: Int) {
        guard errors.count < SourceReport.keptLimit else { return }
        errors.append(FeedError(file: path, line: line, problem: problem))
    }
}
