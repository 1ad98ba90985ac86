import Hosting
import Market
import Stages
import Storage
import Telemetry

extension DatasetCheck {
    /// The table for people, of 80 columns at most but for names of files that are longer.
    public var table: [String] {
        let head = Self.line("", ["rows", "missing", "doubled", "late", "bad", "zero"])
        return rows.flatMap { row -> [String] in
            let title = "\(row.group.marketName) \(row.group.symbol) \(row.group.word)"
            let span = row.joined.times(of: row.group).map { "  \($0.minuteText) to \($1.minuteText)" } ?? ""
            var lines = [title + span]
            for (file, finding) in zip(row.group.files, row.files) {
                let name = "  \(file.place)"
                let figures = Self.figures(finding)
                if name.count <= Self.nameWidth {
                    lines.append(Self.line(name, figures))
                } else {
                    lines += [name, Self.line("", figures)]
                }
            }
            if row.files.count > 1 { lines.append(Self.line("  joined", Self.figures(row.joined))) }
            return lines + (row.comparison?.lines ?? [])
        }.reduce(into: [head]) { $0.append($1) }
    }

    /// What is no fault, and yet to be known.
    public var notes: [String] {
        rows.flatMap { row -> [String] in
            let name = "\(row.group.marketName) \(row.group.symbol) \(row.group.word)"
            var notes: [String] = []
            for (file, finding) in zip(row.group.files, row.files)
            where finding.report.order == .newestFirst || finding.report.order == .sorted {
                notes.append("\(file.place) is written \(finding.report.order.rawValue)")
            }
            if row.overlapping > 0 { notes.append("\(name): \(row.overlapping) lines stand in two files") }
            let zeros = row.files.reduce(0) { $0 + $1.zeros }
            if zeros > 0 { notes.append("\(name): nothing was traded in \(zeros) candles") }
            if let comparison = row.comparison, row.missing > 0, comparison.lacking == 0 {
                notes.append("\(name): the \(row.missing) that are missing the exchange lacks, too")
            }
            return notes
        }
    }

    /// One JSON object.
    public var json: String {
        let pairs = rows.map { row in
            let files = zip(row.files, row.group.files).map { finding, file in
                let refusal = finding.refusal.map { ",\"refused\":\(ForeignText.json($0))" } ?? ""
                return String(finding.report.json.dropLast())
                    + ",\"missing_rows\":\(finding.missing),\"zero\":\(finding.zeros)"
                    + ",\"bytes\":\(file.size)\(refusal)}"
            }
            let faults = row.faults.map(ForeignText.json).joined(separator: ",")
            let against = row.comparison.map { ",\"against\":\($0.json)" } ?? ""
            let symbol = ForeignText.json(row.group.symbol)
            return "{\"market\":\"\(row.group.marketName)\",\"symbol\":\(symbol),"
                + "\"kind\":\"\(row.group.word)\",\"missing\":\(row.missing),\"faults\":[\(faults)],"
                + "\"files\":[\(files.joined(separator: ","))]\(against)}"
        }
        let problems = problems(limit: 100).map(ForeignText.json).joined(separator: ",")
        let parts = folder.parts.map(ForeignText.json).joined(separator: ",")
        return "{\"ok\":\(isWell),\"pairs\":[\(pairs.joined(separator: ","))],\"parts\":[\(parts)],"
            + "\"problems\":[\(problems)]}"
    }

    private static let nameWidth = 34
    private static let widths = [10, 9, 9, 6, 6, 6]

    private static func figures(_ finding: FileFinding) -> [String] {
        guard finding.refusal == nil else { return ["refused", "", "", "", "", ""] }
        return [
            finding.report.lines, finding.missing, finding.report.leftOut.doubled,
            finding.report.leftOut.late, finding.bad, finding.zeros,
        ].map { "\($0)" }
    }

    private static func line(_ name: String, _ figures: [String]) -> String {
        var line = name.padded(to: nameWidth)
        for (figure, width) in zip(figures, widths) { line += figure.padded(to: width, isLeft: false) }
        while line.last == " " { line.removeLast() }
        return line
    }
}

extension String {
    /// Filled up with spaces behind it, or before it.
    func padded(to columns: Int, isLeft: Bool = true) -> String {
        let fill = String(repeating: " ", count: max(0, columns - count))
        return isLeft ? self + fill : fill + self
    }
}
