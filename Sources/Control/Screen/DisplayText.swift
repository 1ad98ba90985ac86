import Market

/// Text as it takes room on a terminal: by columns, not by characters.
enum DisplayText {
    /// The columns of a text. Control characters have none: they are not shown (`clipped`).
    static func width(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + width($1) } }

    /// What fits into some columns; where something is cut off, "…" says so. What could move the
    /// cursor is written out.
    static func clipped(_ text: String, to columns: Int) -> String {
        let plain = isPlain(text) ? text : ForeignText.shown(text, limit: .max)
        guard width(plain) > columns else { return plain }
        guard columns > 0 else { return "" }
        var kept = String.UnicodeScalarView()
        var used = 0
        for scalar in plain.unicodeScalars {
            guard used + width(scalar) <= columns - 1 else { break }
            kept.append(scalar)
            used += width(scalar)
        }
        return String(kept) + "…"
    }

    /// Filled up with spaces behind it, or before it.
    static func padded(_ text: String, to columns: Int, isLeft: Bool = true) -> String {
        let fill = String(repeating: " ", count: max(0, columns - width(text)))
        return isLeft ? text + fill : fill + text
    }

    private static func isPlain(_ text: String) -> Bool { text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } }

    /// By the ranges of Unicode's East Asian Width that terminals agree on.
    private static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x0300...0x036F, 0x0483...0x0489, 0x0591...0x05BD, 0x064B...0x065F, 0x1AB0...0x1AFF,
            0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE00...0xFE0F, 0xFE20...0xFE2F, 0xE0100...0xE01EF:
            0
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
            0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
            0x1F680...0x1F6FF, 0x1F900...0x1FAFF, 0x20000...0x3FFFD:
            2
        default: 1
        }
    }
}
