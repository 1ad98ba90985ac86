import Exchanges
import Market
import Storage

/// What was found in one file of recorded data, or in the files of a pair as they are joined.
public struct FileFinding: Sendable {
    /// What became of its lines.
    public internal(set) var report: FileReport
    /// Why nothing of it can be used; `nil` where it can.
    public internal(set) var refusal: String?
    /// Candles, trades or fundings that are missing between those that are there.
    public internal(set) var missing: UInt64 = 0
    /// Candles in which nothing was traded.
    public internal(set) var zeros: UInt64 = 0
    /// The first problems, with their places.
    public internal(set) var problems: [String] = []

    init(path: String) { report = FileReport(path: path) }

    /// Open time of the first candle and end of the last; of others the first and the last time.
    func times(of group: DatasetGroup) -> (Timestamp, Timestamp)? {
        guard report.used > 0 else { return nil }
        if case .rows(.klines(let length)) = group.content {
            return (report.first - length.span, report.last)
        }
        return (report.first, report.last)
    }

    /// Takes over what became of the lines of a file: of several the sums stand in the report.
    mutating func add(_ other: FileReport) {
        if report.layout.isEmpty { (report.layout, report.order) = (other.layout, other.order) }
        report.lines += other.lines
        report.used += other.used
        report.first = min(report.first, other.first)
        report.last = max(report.last, other.last)
        report.missing += other.missing
        report.leftOut.add(other.leftOut)
    }

    /// Lines that can't be read, or that can't be so.
    public var bad: UInt64 { report.leftOut.unreadable + report.leftOut.cut }

    /// How many things are wrong, but for what is missing.
    public var faults: UInt64 { report.leftOut.faults + report.leftOut.doubled + (refusal == nil ? 0 : 1) }
}
