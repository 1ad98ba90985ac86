/// Text for people, broken at spaces to the width of a terminal.
public enum Paragraph {
    /// Columns of a terminal: 80.
    public static let width = 80

    /// The text's words in lines of at most `width` columns. The first begins with `head`, the others with
    /// as many spaces. A word longer than a line stands alone in one.
    public static func lines(
        _ text: String, after head: String = "", width: Int = Paragraph.width
    ) -> [String] {
        let indent = String(repeating: " ", count: head.count)
        var (lines, line, isEmpty) = ([String](), head, true)
        for word in text.split(separator: " ") {
            if !isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                (line, isEmpty) = (indent, true)
            }
            line += isEmpty ? String(word) : " \(word)"
            isEmpty = false
        }
        return lines + [line]
    }
}
