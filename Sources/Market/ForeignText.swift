/// Text from outside (names, ids, file contents, what somebody sent) as it may be printed: on a terminal, in
/// a log, in JSON. The one place that does so.
///
/// What could move a cursor, break a line, turn the reading direction or hide is written out by its number:
/// control characters (C0, DEL, C1), line and paragraph separators, format characters (bidi marks, zero
/// widths), private and unassigned ones, and bytes that are no UTF-8.
public enum ForeignText {
    /// The most characters of one text that are shown.
    public static let limit = 80

    /// On one line; what is longer than `limit` characters is cut, and "…" says so.
    public static func shown(_ text: String, limit: Int = limit) -> String {
        var line = ""
        for (count, scalar) in text.unicodeScalars.enumerated() {
            guard count < limit else { return line + "…" }
            if scalar == "\\" { line += "\\\\" } else { add(scalar, to: &line) }
        }
        return line
    }

    /// The same of bytes that should be UTF-8.
    public static func shown(_ bytes: some Collection<UInt8>, limit: Int = limit) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return shown(text, limit: limit) }
        var line = ""
        for byte in bytes.prefix(limit) {
            let isPlain = byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\\")
            line += isPlain ? String(UnicodeScalar(byte)) : "\\x" + hex(UInt32(byte), width: 2)
        }
        return bytes.count > limit ? line + "…" : line
    }

    /// In quotes, as errors show what they found.
    public static func quoted(_ text: String, limit: Int = limit) -> String {
        "\"" + shown(text, limit: limit) + "\""
    }

    /// The last guard before text of several lines leaves the program: line breaks stay, whatever else does
    /// harm is written out, nothing is cut.
    public static func harmless(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F || $0 == UInt8(ascii: "\n") }) { return text }
        var lines = ""
        for scalar in text.unicodeScalars {
            if scalar == "\n" { lines += "\n" } else { add(scalar, to: &lines) }
        }
        return lines
    }

    /// The same on one line: a line break is written out, too.
    public static func line(_ text: String) -> String {
        let lines = harmless(text)
        return lines.contains("\n") ? lines.split(separator: "\n", omittingEmptySubsequences: false)
            .joined(separator: "\\x0a") : lines
    }

    /// A JSON string, with its quotes.
    public static func json(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where isHarmful(scalar):
                for unit in String(scalar).utf16 { result += "\\u" + hex(UInt32(unit), width: 4) }
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    private static func add(_ scalar: Unicode.Scalar, to line: inout String) {
        if !isHarmful(scalar) {
            line.unicodeScalars.append(scalar)
        } else if scalar.isASCII {
            line += "\\x" + hex(scalar.value, width: 2)
        } else {
            line += "\\u{" + hex(scalar.value, width: 4) + "}"
        }
    }

    /// Whether a character does something else than show itself.
    static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x7F { return scalar.value < 0x20 }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate:
            return true
        default: return false
        }
    }

    private static func hex(_ value: UInt32, width: Int) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
