/// Lines that were left out, by reason.
public struct LeftOut: Sendable, Hashable {
    /// They can't be read, or what they say can't be.
    public var unreadable: UInt64 = 0
    /// The file ends or breaks in them.
    public var cut: UInt64 = 0
    /// Their time was over when they came, in a file too large to be sorted, or in a recording.
    public var late: UInt64 = 0
    /// They stand in their file twice, the same to the last figure.
    public var doubled: UInt64 = 0
    /// They stand in another file of the pair too.
    public var overlapping: UInt64 = 0
    /// Messages of a recording that Strata does not read, or of pairs that it does not trade.
    public var ignored: UInt64 = 0

    public init() {}

    /// Each reason with its count.
    public var reasons: [(words: String, count: UInt64)] {
        [
            ("can't be read", unreadable), ("cut off", cut), ("out of order", late), ("doubled", doubled),
            ("in another file too", overlapping), ("of no use here", ignored),
        ]
    }

    /// How many they are in all.
    public var count: UInt64 { reasons.reduce(0) { $0 + $1.count } }

    /// How many of them something is wrong with: what they said is lost.
    public var faults: UInt64 { unreadable + cut + late }

    /// The reasons for people: "2 can't be read, 1 doubled".
    public var words: String {
        reasons.filter { $0.count > 0 }.map { "\($0.count) \($0.words)" }.joined(separator: ", ")
    }

    /// Counts others in.
    public mutating func add(_ more: LeftOut) {
        unreadable += more.unreadable
        cut += more.cut
        late += more.late
        doubled += more.doubled
        overlapping += more.overlapping
        ignored += more.ignored
    }

    static func += (total: inout LeftOut, more: LeftOut) { total.add(more) }
}
