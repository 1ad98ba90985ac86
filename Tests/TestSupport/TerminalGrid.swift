/// A terminal's screen, made from the bytes that were sent to it: enough of one to see what a person would,
/// and whether anything scrolled or wrapped on the way.
public struct TerminalGrid {
    /// Rows and columns.
    public private(set) var rows: Int
    public private(set) var columns: Int
    /// How often the screen scrolled, and how often a line went on in the next one by itself.
    public private(set) var scrolls = 0
    public private(set) var wraps = 0
    /// Escape sequences that are none of those known here.
    public private(set) var unknown: [String] = []
    /// How many escape sequences came.
    public private(set) var escapes = 0
    private var cells: [[Character]]
    private var row = 0
    private var column = 0
    private var wrapsLines = true

    /// An empty screen.
    public init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
        cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
    }

    /// Each row without the spaces at its end.
    public var lines: [String] {
        cells.map { cells in
            var line = String(cells)
            while line.hasSuffix(" ") { line.removeLast() }
            return line
        }
    }

    /// Whether lines wrap by themselves, as a shell expects.
    public var isAsShellExpects: Bool { wrapsLines }

    /// The window was made larger or smaller; what was on it is gone here.
    public mutating func resize(rows: Int, columns: Int) {
        let (scrolls, wraps, unknown, escapes) = (scrolls, wraps, unknown, escapes)
        self = TerminalGrid(rows: rows, columns: columns)
        (self.scrolls, self.wraps, self.unknown, self.escapes) = (scrolls, wraps, unknown, escapes)
    }

    /// Takes what a program wrote.
    public mutating func take(_ text: String) {
        var rest = Substring(text.replacing("\r\n", with: "\n\r"))
        while let character = rest.popFirst() {
            switch character {
            case "\u{1B}": sequence(&rest)
            case "\r": column = 0
            case "\n":
                newLine()
            default: put(character)
            }
        }
    }

    private mutating func put(_ character: Character) {
        if column >= columns {
            guard wrapsLines else { return }
            wraps += 1
            column = 0
            newLine()
        }
        cells[row][column] = character
        column += 1
    }

    private mutating func newLine() {
        row += 1
        guard row >= rows else { return }
        row = rows - 1
        scrolls += 1
        cells.removeFirst()
        cells.append(Array(repeating: " ", count: columns))
    }

    private mutating func sequence(_ rest: inout Substring) {
        escapes += 1
        guard rest.first == "[" else { return unknown.append(String(rest.prefix(4))) }
        rest.removeFirst()
        var parameters = ""
        while let next = rest.popFirst() {
            guard next.isLetter else {
                parameters.append(next)
                continue
            }
            return carryOut(next, parameters)
        }
    }

    private mutating func carryOut(_ verb: Character, _ parameters: String) {
        let numbers = parameters.split(separator: ";").compactMap { Int($0) }
        switch verb {
        case "H":
            row = min(rows, numbers.first ?? 1) - 1
            column = min(columns, numbers.count > 1 ? numbers[1] : 1) - 1
        case "A": row = max(0, row - (numbers.first ?? 1))
        case "K": for place in min(column, columns)..<columns { cells[row][place] = " " }
        case "J":
            let from = parameters == "2" ? 0 : row
            for line in from..<rows {
                for place in (line == row && parameters != "2" ? min(column, columns) : 0)..<columns {
                    cells[line][place] = " "
                }
            }
        case "h" where parameters == "?7": wrapsLines = true
        case "l" where parameters == "?7": wrapsLines = false
        default: unknown.append("[\(parameters)\(verb)")
        }
    }
}
