import Foundation

/// One Swift file: its lines as they are, and as code alone (comments and the insides of texts removed).
struct SourceText {
    let path: String
    let lines: [String]
    let code: [String]

    /// "Market" of "Sources/Market/Price.swift".
    var module: String { String(path.split(separator: "/")[1]) }

    /// A line without the blanks before it.
    func trimmed(_ index: Int) -> Substring { lines[index].drop(while: { $0 == " " }) }

    init?(_ path: String) {
        guard let text = SourceTree.read(path) else { return nil }
        self.init(path, text: text)
    }

    init(_ path: String, text: String) {
        self.path = path
        lines = text.components(separatedBy: "\n")
        code = Self.code(of: lines)
    }

    private static func code(of lines: [String]) -> [String] {
        var isInText = false
        return lines.map { line in
            let pieces = line.components(separatedBy: #"""""#)
            var kept = ""
            for (index, piece) in pieces.enumerated() {
                if index > 0 { isInText.toggle() }
                if !isInText { kept += withoutTexts(piece) }
            }
            return kept
        }
    }

    /// One line without comment and without the insides of its texts.
    private static func withoutTexts(_ line: String) -> String {
        guard line.contains("\"") || line.contains("//") else { return line }
        let emptied = !line.contains("\"") ? line : line.replacing(/"(?:\\.|[^"\\])*"/, with: "\"\"")
        return emptied.range(of: "//").map { String(emptied[..<$0.lowerBound]) } ?? emptied
    }

    /// "path:line" of each line of code that matches, but for those that carry `// tidy-ok: reason`.
    func places(matching pattern: Pattern) -> [String] {
        code.indices.filter { pattern.matches(code[$0]) && !isExcused($0) }.map { "\(path):\($0 + 1)" }
    }

    /// Whether a line says why it may break a rule.
    func isExcused(_ index: Int) -> Bool { lines[index].contains("// tidy-ok: ") }
}
