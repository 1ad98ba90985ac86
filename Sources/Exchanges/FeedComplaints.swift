/// What of a feed could not be used.
public struct FeedComplaints: Sendable {
    /// The first of them, each with its place.
    public var lines: [String]
    /// How many of them there are at least.
    public var count: Int
    /// What was left out because of a problem.
    public var skipped: UInt64

    public init(lines: [String] = [], count: Int = 0, skipped: UInt64 = 0) {
        (self.lines, self.count, self.skipped) = (lines, count, skipped)
    }

    /// What a person is told at the end: the first twenty, and how much was left out.
    public var text: [String] {
        guard count > lines.count || skipped > 0 else { return lines }
        return lines + ["\(skipped) lines of the data were left out"]
    }
}
