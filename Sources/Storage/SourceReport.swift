import FeedHandler

/// What a source could not use of its files, with places: nothing is left out in silence.
public struct SourceReport: Sendable, Equatable {
    /// The first problems at most; all are counted.
    public static let keptLimit = 100

    /// Lines left out because of a problem.
    public private(set) var skipped: UInt64 = 0
    /// The first of the problems and of the gaps between candles, in the order of the files.
    public private(set) var errors: [FeedError] = []
    /// Lines that another file of the same symbol held already.
    public var overlapping: UInt64 = 0

    /// Messages of streams that Strata does not read, or of symbols it does not trade.
    public var ignored: UInt64 = 0

    public init() {}

    mutating func note(_ error: FeedError) {
        skipped += 1
        if errors.count < Self.keptLimit { errors.append(error) }
    }

    /// Something that a person must know of a line that was taken.
    mutating func warn(_ error: FeedError) {
        if errors.count < Self.keptLimit { errors.append(error) }
    }

    /// Takes over what another source could not use.
    mutating func add(_ other: SourceReport) {
        skipped += other.skipped
        overlapping += other.overlapping
        ignored += other.ignored
        errors += other.errors.prefix(max(0, Self.keptLimit - errors.count))
    }
}
