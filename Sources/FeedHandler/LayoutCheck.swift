/// Finds out by a file's first line which of a kind's layouts it has, and holds every line to it.
struct LayoutCheck: Sendable {
    /// First column of the header.
    let headerName: StaticString
    /// Numbers of columns that the kind's layouts have.
    let allowed: ClosedRange<Int>
    private var columns = 0
    private var isFirstLine = true

    init(headerName: StaticString, allowed: ClosedRange<Int>) {
        self.headerName = headerName
        self.allowed = allowed
    }

    mutating func beginFile() {
        columns = 0
        isFirstLine = true
    }

    /// Whether the line holds data; a header and empty lines do not.
    mutating func isData(_ line: CSVLine) throws(FeedProblem) -> Bool {
        if isFirstLine { try readFirst(line) }
        guard !line.isEmpty else { return false }
        guard line.count == columns else {
            throw .wrongColumnCount(found: line.count, expected: "\(columns)")
        }
        defer { isFirstLine = false }
        return !isFirstLine || line.beginsWithDigit
    }

    private mutating func readFirst(_ line: CSVLine) throws(FeedProblem) {
        guard !line.isEmpty else { return }
        let isHeader = FieldText.equal(line[Column(0, headerName)], headerName)
        guard isHeader || line.beginsWithDigit, allowed.contains(line.count) else {
            let counts =
                allowed.lowerBound == allowed.upperBound
                ? "\(allowed.lowerBound)" : "\(allowed.lowerBound) or \(allowed.upperBound)"
            throw .unknownLayout(
                found: line.excerpt, expected: "\(counts) columns, or a header \"\(headerName),…\"")
        }
        columns = line.count
    }
}
