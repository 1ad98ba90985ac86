import Exchanges

/// Tells what a live feed could not use while it goes on: the first lines as they come, at most once a
/// second, and how many more there are each minute.
struct Complaining: Sendable {
    private static let linesEvery: Int64 = 1_000_000_000
    private static let sumEvery: Int64 = 60_000_000_000

    private var toldLines = 0
    private var toldCount = 0
    private var linesDue = Int64.min
    private var sumDue = Int64.min

    /// What is to be told now, monotonic ns.
    ///
    /// - Parameter isLast: whether nothing comes after: all that is untold is told.
    mutating func lines(_ complaints: FeedComplaints, at now: Int64, isLast: Bool = false) -> [String] {
        guard complaints.count > toldCount, isLast || now >= linesDue else { return [] }
        linesDue = now + Self.linesEvery
        var told = Array(complaints.lines.dropFirst(toldLines))
        toldLines += told.count
        toldCount += told.count
        guard complaints.count > toldCount, isLast || now >= sumDue else { return told }
        sumDue = now + Self.sumEvery
        told.append("\(complaints.count - toldCount) more could not be used, \(complaints.count) in all")
        toldCount = complaints.count
        return told
    }
}
