import Market
import Stages
import Storage
import Telemetry

/// What recorded data lies under a folder: pair, kind, times, rows, size.
public struct DatasetList: Sendable {
    private let folder: DatasetFolder
    private let findings: [FileFinding]

    /// Reads all files under a folder, since their names alone don't tell.
    public init(_ path: String) throws(HostError) {
        folder = try DatasetFolder(path)
        findings = folder.groups.map { DatasetReader.look($0.files.map(\.path), of: $0) }
    }

    /// The table for people, of 80 columns.
    public var lines: [String] {
        let head = Self.line(["", "pair", "kind", "from", "to", "rows", "size"])
        return [head]
            + zip(folder.groups, findings).map { group, finding in
                let size = ByteText.short(group.files.reduce(0) { $0 + $1.size })
                let moments = finding.times(of: group).map { [$0, $1] } ?? []
                let times = moments.isEmpty ? ["-", "-"] : moments.map { String($0.minuteText.prefix(16)) }
                let rows = finding.refusal == nil ? "\(finding.report.lines)" : "refused"
                return Self.line([group.marketName, group.symbol, group.word] + times + [rows, size])
            }
            + folder.parts.map { "not whole: \($0)" }
            + findings.compactMap(\.refusal)
    }

    /// One JSON array.
    public var json: String {
        let rows = zip(folder.groups, findings).map { group, finding in
            let times = finding.times(of: group).map { "\"from\":\"\($0)\",\"to\":\"\($1)\"," } ?? ""
            let files = group.files.map { ForeignText.json($0.path) }.joined(separator: ",")
            let refusal = finding.refusal.map { ",\"refused\":\(ForeignText.json($0))" } ?? ""
            return "{\"market\":\"\(group.marketName)\",\"symbol\":\(ForeignText.json(group.symbol)),"
                + "\"kind\":\"\(group.word)\",\(times)\"rows\":\(finding.report.lines),"
                + "\"bytes\":\(group.files.reduce(0) { $0 + $1.size }),\"files\":[\(files)]\(refusal)}"
        }
        return "[\(rows.joined(separator: ","))]"
    }

    private static let widths = [5, 13, 12, 17, 17, 8, 8]

    private static func line(_ cells: [String]) -> String {
        var line = ""
        for (index, (cell, width)) in zip(cells, widths).enumerated() {
            line += index < 5 ? cell.padded(to: width - 1) + " " : cell.padded(to: width, isLeft: false)
        }
        return line
    }
}
