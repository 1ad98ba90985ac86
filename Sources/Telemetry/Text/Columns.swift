/// A table for people: columns as wide as their longest cell, two spaces between where they fit.
public enum Columns {
    /// A text filled up with spaces to a width, behind it or before it.
    public static func pad(_ text: String, _ width: Int, left: Bool) -> String {
        let fill = String(repeating: " ", count: max(0, width - text.count))
        return left ? text + fill : fill + text
    }

    /// The rows as lines. Columns in `left` begin at their left edge, the others end at their right one.
    package static func lines(_ rows: [[String]], left: Set<Int> = [0]) -> [String] {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        let room = Paragraph.width - widths.reduce(0, +)
        let gap = String(repeating: " ", count: room >= 2 * (count - 1) ? 2 : 1)
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                Columns.pad(cell, widths[column], left: left.contains(column))
            }
            return cells.joined(separator: gap).trimmingEnd
        }
    }
}

extension String {
    /// Without the spaces and line ends at its end.
    package var trimmingEnd: String { String(reversed().drop { $0 == " " || $0 == "\n" }.reversed()) }
}
