import Glibc
import Hosting

/// The terminal that a screen is drawn on.
enum Terminal {
    /// Rows and columns.
    struct Size: Equatable, Sendable {
        var rows: Int
        var columns: Int

        /// What is taken where nobody tells: the oldest of terminals.
        static let standard = Size(rows: 24, columns: 80)
    }

    /// Whether a descriptor is a terminal that knows how to move its cursor, and nobody asked for plain text.
    static func canDraw(
        _ descriptor: Int32, _ variable: (String) -> String? = ProcessEnvironment.variable
    ) -> Bool {
        guard isatty(descriptor) == 1 else { return false }
        let kind = variable("TERM") ?? ""
        return !["", "dumb", "unknown"].contains(kind) && (variable("NO_COLOR") ?? "").isEmpty
    }

    /// How large it is now.
    static func size(of descriptor: Int32) -> Size {
        var found = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &found) == 0, found.ws_row > 0, found.ws_col > 0 else {
            return .standard
        }
        return Size(rows: Int(found.ws_row), columns: Int(found.ws_col))
    }

    /// The bytes that draw rows, each in its place: nothing scrolls and nothing wraps, whatever the terminal
    /// showed before, and it is left as a shell expects it after every drawing.
    static func drawing(_ rows: [String], in size: Size) -> String {
        var text = "\u{1B}[?7l"
        for (place, row) in rows.prefix(size.rows).enumerated() {
            text += "\u{1B}[\(place + 1);1H" + DisplayText.clipped(row, to: size.columns) + "\u{1B}[K"
        }
        // The cursor waits in the last row: what the machine itself may have to say comes below.
        return text + (rows.count < size.rows ? "\u{1B}[\(rows.count + 1);1H\u{1B}[J" : "")
            + "\u{1B}[\(size.rows);1H\u{1B}[?7h"
    }

    /// Leaves the screen as it is and goes on below it.
    static func leaving(_ size: Size) -> String { "\u{1B}[?7h\u{1B}[\(size.rows);1H\n" }
}
