import Exchanges

/// What a source made of its files, with places: nothing is left out in silence.
public struct SourceReport: Sendable, Equatable {
    /// The first problems of a file at most; all are counted.
    public static let keptLimit = 100

    /// A report for each file, in the order in which they were read.
    public internal(set) var files: [FileReport] = []

    public init() {}

    /// The first of the problems and of the gaps between candles, in the order of the files and their lines.
    public var errors: [FeedError] {
        Array(files.flatMap { $0.errors.sorted { $0.line < $1.line } }.prefix(Self.keptLimit))
    }

    /// Lines of data in all files.
    public var lines: UInt64 { files.reduce(0) { $0 + $1.lines } }

    /// What was left out of all files.
    public var leftOut: LeftOut { files.reduce(into: LeftOut()) { $0 += $1.leftOut } }

    /// Lines left out because of a problem.
    public var skipped: UInt64 { leftOut.faults }

    /// What a person must know at the end: "3 of 600 lines of the data were left out: 2 can't be read, 1
    /// doubled"; `nil` where all was used.
    public var lastLine: String? {
        let left = leftOut
        guard left.count > 0 else { return nil }
        let verb = left.count == 1 ? "was" : "were"
        return "\(left.count) of \(lines) lines of the data \(verb) left out: \(left.words)"
    }

    /// Takes over what another source made of its files.
    mutating func add(_ other: SourceReport) { files += other.files }
}
