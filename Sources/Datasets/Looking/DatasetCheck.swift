import Market
import Stages
import Storage

/// What is wrong with the recorded data under a folder, by file and pair.
public struct DatasetCheck: Sendable {
    /// One pair and kind.
    public struct Row: Sendable {
        /// Its files.
        public let group: DatasetGroup
        /// Of each file by itself.
        public let files: [FileFinding]
        /// Of all of them joined; the file's own where there is one.
        public let joined: FileFinding
        /// Against the exchange's; `nil` where that was not asked for, or can't be had.
        public internal(set) var comparison: DatasetComparison?

        /// What is missing, be it between two files.
        public var missing: UInt64 { max(joined.missing, files.reduce(0) { $0 + $1.missing }) }

        /// Lines that stand in another file, too: no fault.
        public var overlapping: UInt64 { joined.report.leftOut.overlapping }

        /// What is wrong, in words; none where all is well.
        public var faults: [String] {
            var faults: [String] = []
            func note(_ count: UInt64, _ words: String) {
                if count > 0 { faults.append("\(count) \(words)") }
            }
            let refused = files.count { $0.refusal != nil }
            note(UInt64(refused), "refused")
            if refused == 0, joined.refusal != nil { faults.append("1 contradiction") }
            // What the exchange lacks, too, is nobody's fault.
            if comparison == nil { note(missing, "missing") }
            note(files.reduce(0) { $0 + $1.report.leftOut.doubled }, "doubled")
            note(files.reduce(0) { $0 + $1.report.leftOut.late }, "out of order")
            note(files.reduce(0) { $0 + $1.bad }, "that can't be read")
            if refused == 0, files.allSatisfy({ $0.report.lines == 0 }) { faults.append("no line of data") }
            return faults + (comparison?.faults ?? [])
        }
    }

    /// What lies there.
    public let folder: DatasetFolder
    /// What was found, by market, pair and kind.
    public internal(set) var rows: [Row]

    /// Reads all files under a folder in full.
    public init(_ path: String) throws(HostError) {
        folder = try DatasetFolder(path)
        rows = folder.groups.map { group in
            let files = group.files.map { DatasetReader.look([$0.path], of: group) }
            guard files.count > 1 else { return Row(group: group, files: files, joined: files[0]) }
            let joined = DatasetReader.look(group.files.map(\.path), of: group)
            return Row(group: group, files: files, joined: joined)
        }
    }

    /// Whether all is well.
    public var isWell: Bool { rows.allSatisfy { $0.faults.isEmpty } && folder.parts.isEmpty }

    /// What is wrong, in a line: "um BTCUSDT 1m: 3 missing, 1 doubled; …".
    public var verdict: String {
        let faults = rows.filter { !$0.faults.isEmpty }.map {
            "\($0.group.marketName) \($0.group.symbol) \($0.group.word): \($0.faults.joined(separator: ", "))"
        }
        let parts = folder.parts.map { "\($0) is not whole: type its download again, or delete it" }
        return (faults + parts).joined(separator: "; ")
    }

    /// The first problems, with their places, and how many more there are.
    public func problems(limit: Int) -> [String] {
        var all: [String] = []
        for row in rows {
            for file in row.files { all += (file.refusal.map { [$0] } ?? []) + file.problems }
            if row.files.count > 1 {
                let known = Set(all)
                let joined = (row.joined.refusal.map { [$0] } ?? []) + row.joined.problems
                all += joined.filter { !known.contains($0) }
            }
            all += row.comparison?.examples ?? []
        }
        guard all.count > limit else { return all }
        return all.prefix(limit) + ["and \(all.count - limit) more like these"]
    }
}
