/// Finds out by a file's first lines which layout it has, and takes every line by that one.
struct LayoutFinder {
    private static let separators = [UInt8(ascii: ","), UInt8(ascii: ";"), 9, UInt8(ascii: "|")]
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    let schema: CSVSchema
    /// The file's layout; none before its first line that is no comment.
    var layout = CSVLayout.none
    /// What the header says, to know it again where files were put together.
    private var header: [String] = []
    /// The columns' names, for error texts: the file's own where it has a header.
    private var names: [String] = []

    /// Whether such files number their lines, or may.
    private let isNumbered: Bool
    private let columnPlaces = ColumnPlaces()

    init(_ schema: CSVSchema) {
        self.schema = schema
        isNumbered = schema.column(.id) != nil
    }

    mutating func beginFile() {
        layout = .none
        header = []
        names = []
    }

    /// The columns of a line of data; `nil` for a header, a comment above it, or an empty line.
    mutating func data(_ line: UnsafeRawBufferPointer) throws(FeedProblem) -> CSVLine? {
        let line = Self.withoutMark(line)
        guard !layout.isNone else { return try begin(line) }
        let row = CSVLine(line, separator: layout.separator, columnPlaces)
        if row.count == layout.columns, row.beginsWithFigure { return row }
        if row.isEmpty || line.first == UInt8(ascii: "#") || isHeader(row) { return nil }
        // One more separator at a line's end is no column.
        if row.count == layout.columns || (row.count == layout.columns + 1 && row[layout.columns].isEmpty) {
            return row
        }
        throw .wrongColumnCount(found: row.count, expected: "\(layout.columns)")
    }

    /// The bytes of a column, for the look through a file: without a look at the rest of the line. `nil`
    /// where that takes more than finding separators.
    func quickly(_ field: CSVField, of line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        guard !layout.isNone, let first = line.first, first >= 48, first <= 57 else { return nil }
        let separator = layout.separator
        var (column, start) = (layout.place(field), 0)
        for index in 0..<line.count {
            let byte = line[index]
            if byte == separator {
                if column == 0 { return UnsafeRawBufferPointer(rebasing: line[start..<index]) }
                (column, start) = (column &- 1, index &+ 1)
            } else if byte <= 34 {
                return nil
            }
        }
        return nil
    }

    /// Whether lines have a place of their own each: those of candles by their time, others by a number.
    var hasKeys: Bool { layout.has(.id) || !isNumbered }

    /// The place of a line by its one or two columns alone; `nil` where that is not enough to tell.
    func quickPlace(of line: UnsafeRawBufferPointer) -> LinePlace? {
        guard hasKeys, let form = layout.form(.time),
            let time = quickly(.time, of: line).flatMap({ form.moment($0) })
        else { return nil }
        guard isNumbered else { return LinePlace(time: time) }
        return quickly(.id, of: line).flatMap { FieldText.integer($0) }.map { LinePlace(time: time, id: $0) }
    }

    /// The place of a row of data.
    mutating func place(of row: CSVLine) throws(FeedProblem) -> LinePlace {
        let time = try layout.time(.time, row)
        return LinePlace(time: time, id: layout.has(.id) ? try layout.integer(.id, row) : 0)
    }

    /// A problem under the file's own name for the column.
    func named(_ problem: FeedProblem) -> FeedProblem {
        func own(_ column: String) -> String {
            guard let field = CSVField.allCases.first(where: { $0.name == column }) else { return column }
            let place = layout.place(field)
            return names.indices.contains(place) ? names[place] : schema.column(field)?.name ?? column
        }
        switch problem {
        case .badValue(let column, let found, let expected):
            return .badValue(column: own(column), found: found, expected: expected)
        case .incoherent(let column, let found, let expected):
            return .incoherent(column: own(column), found: found, expected: expected)
        case .mixedTimes(let column, let found, let form, let others):
            return .mixedTimes(column: own(column), found: found, form: form, others: others)
        case .offGrid(let column, let found, let interval):
            return .offGrid(column: own(column), found: found, interval: interval)
        default: return problem
        }
    }

    /// Editors put a mark of UTF-8 in front of a file, and so it may stand in the middle of several.
    private static func withoutMark(_ line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard line.first == mark[0], line.starts(with: mark) else { return line }
        return UnsafeRawBufferPointer(rebasing: line.dropFirst(mark.count))
    }

    private func isHeader(_ row: CSVLine) -> Bool {
        !header.isEmpty && Self.names(of: row) == header
    }

    /// A header's names, without the mark of UTF-8 and a sign of a comment in front.
    private static func names(of row: CSVLine) -> [String] {
        var texts = row.texts
        if let first = texts.first { texts[0] = String(first.drop { "# ".contains($0) }) }
        return texts.map { $0.hasPrefix("\"") && $0.hasSuffix("\"") ? String($0.dropFirst().dropLast()) : $0 }
    }

    /// A name that a file gives, as far as it may be shown.
    private static func shown(_ name: String) -> String {
        Array(name.utf8).withUnsafeBytes { FieldText.excerpt($0) }
    }

    private mutating func begin(_ line: UnsafeRawBufferPointer) throws(FeedProblem) -> CSVLine? {
        guard !CSVLine(line, separator: UInt8(ascii: ","), columnPlaces).isEmpty else { return nil }
        var nearest: FeedProblem?
        for separator in Self.separators {
            let row = CSVLine(line, separator: separator, columnPlaces)
            if let found = plain(row, separator) {
                layout = found
                return row
            }
            do throws(FeedProblem) {
                guard let found = try headed(row, separator) else { continue }
                layout = found
                header = Self.names(of: row)
                names = header.map(Self.shown)
                return nil
            } catch { nearest = nearest ?? error }
        }
        if nearest == nil, line.first == UInt8(ascii: "#") { return nil }
        throw nearest ?? .unknownLayout(found: FieldText.excerpt(line), expected: expected)
    }

    /// What a first line may be.
    private var expected: String {
        let counts = schema.plainCounts.map { "\($0)" }
        let last = counts.last ?? ""
        let list = counts.count > 1 ? counts.dropLast().joined(separator: ", ") + " or " + last : last
        return "\(list) columns of \(schema.kind), or a header with \(schema.needed)"
    }

    /// The layout of a file without a header, whose first line is data.
    private func plain(_ row: CSVLine, _ separator: UInt8) -> CSVLayout? {
        guard schema.plainCounts.contains(row.count) else { return nil }
        var places: [(CSVField, Int)] = []
        for (place, field) in schema.plainOrder.enumerated() where place < row.count {
            guard let field else { continue }
            places.append((field, place))
        }
        let time = places.first { $0.0 == .time }?.1 ?? 0
        let isData = places.allSatisfy { field, place in
            row[place].isNumberLike || (field == .buyerIsMaker && FieldText.flag(row[place]) != nil)
        }
        guard !row[time].isEmpty, isData else { return nil }
        return CSVLayout(separator: separator, columns: row.count, hasHeader: false, places: places)
    }

    /// The layout that a header tells; `nil` where the line is none, an error where it lacks a column.
    private func headed(_ row: CSVLine, _ separator: UInt8) throws(FeedProblem) -> CSVLayout? {
        guard row.count > 1, row.count <= CSVLine.columnLimit else { return nil }
        let names = Self.names(of: row)
        let plain = names.map(HeaderName.plain)
        var places: [(CSVField, Int)] = []
        var missing: [String] = []
        for column in schema.columns {
            if let place = try place(of: column, in: plain, names) {
                places.append((column.field, place))
            } else if column.isNeeded {
                missing.append(column.name)
            }
        }
        guard places.count > 1 else { return nil }
        let saysMaker = places.contains { $0.0 == .buyerIsMaker || $0.0 == .takerSide }
        if schema.column(.buyerIsMaker) != nil, !saysMaker { missing.append("is_buyer_maker") }
        guard missing.isEmpty else { throw .missingColumns(missing, found: row.excerpt) }
        return CSVLayout(separator: separator, columns: row.count, hasHeader: true, places: places)
    }

    private func place(
        of column: CSVSchema.Column, in header: [String], _ names: [String]
    ) throws(FeedProblem) -> Int? {
        for group in column.names {
            let found = header.indices.filter { group.contains(header[$0]) }
            guard found.count < 2 else {
                throw .doubledColumn(found.map { Self.shown(names[$0]) }, meant: column.name)
            }
            if let place = found.first { return place }
        }
        return nil
    }
}

extension CSVLine {
    /// Whether the line can be no header.
    fileprivate var beginsWithFigure: Bool { self[0].first.map { $0 >= 43 && $0 <= 57 } ?? false }
}

extension UnsafeRawBufferPointer {
    /// Whether it could be a number or a date, and no name.
    fileprivate var isNumberLike: Bool { first.map { $0 >= 43 && $0 <= 57 } ?? true }
}
