import Glibc

/// Prose for a terminal: long lines are broken at spaces, so that the terminal breaks none within a word.
public enum TerminalText {
    /// The text as a descriptor shows it: fitted to a terminal; as it is where it is none.
    public static func shown(_ text: String, on descriptor: Int32) -> String {
        isatty(descriptor) == 1 ? fitted(text, to: Terminal.size(of: descriptor).columns) : text
    }

    /// The text with each line that is wider than `columns` broken at spaces. What follows stands under the
    /// line's own text: beyond its indent, and beyond a label that two spaces end ("data         …"). A
    /// word that is too wide stands alone in a line, whole, so that it can be copied.
    public static func fitted(_ text: String, to columns: Int) -> String {
        guard columns > 0 else { return text }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.flatMap { broken($0, columns) }.joined(separator: "\n")
    }

    private static func broken(_ line: Substring, _ columns: Int) -> [String] {
        guard DisplayText.width(String(line)) > columns else { return [String(line)] }
        let start = textStart(line)
        let indent = start < columns / 2 ? String(repeating: " ", count: start) : ""
        var (lines, current) = ([String](), String(line.prefix(start)))
        var isEmpty = true
        for word in line.dropFirst(start).split(separator: " ") {
            if !isEmpty, DisplayText.width(current) + 1 + DisplayText.width(String(word)) > columns {
                lines.append(current)
                (current, isEmpty) = (indent, true)
            }
            current += isEmpty ? word : " \(word)"
            isEmpty = false
        }
        return lines + [current]
    }

    /// How many characters stand before a line's text: its indent, and a label with the spaces behind it.
    private static func textStart(_ line: Substring) -> Int {
        let indent = line.prefix { $0 == " " }.count
        let rest = line.dropFirst(indent)
        let label = rest.prefix { $0 != " " }
        let gap = rest.dropFirst(label.count).prefix { $0 == " " }.count
        return gap > 1 ? indent + label.count + gap : indent
    }
}
