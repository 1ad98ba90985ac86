import Market

/// What is wrong with one line of recorded data: the column, what was found and what was expected.
public enum FeedProblem: Error, Equatable, Sendable {
    case wrongColumnCount(found: Int, expected: String)
    case badValue(column: String, found: String, expected: String)
    /// The candle contradicts itself.
    case incoherent(column: String, found: String, expected: String)
    /// A time in another form than the file's others.
    case mixedTimes(column: String, found: String, form: TimeForm, others: TimeForm)
    /// A time before the newest one seen, where lines can't be put in order any more.
    case timeRanBack(column: String, found: Timestamp, newest: Timestamp)
    /// The same candle, trade or update again.
    case duplicate(column: String, found: String)
    /// The same candle, trade or update with other figures than there.
    case contradiction(column: String, found: String, other: String)
    /// A candle that does not begin at a multiple of its length.
    case offGrid(column: String, found: Timestamp, interval: Timeframe)
    /// Candles are missing before this one; it is taken all the same.
    case gap(column: String, missing: Int64, after: Timestamp)
    /// The file ends in the middle of this line.
    case cutLine(after: Int)
    /// The compressed file ends or breaks here.
    case cutFile(atByte: Int64, why: String)
    /// The first line has not the layout that was expected: the file is refused.
    case unknownLayout(found: String, expected: String)
    /// The header lacks columns: the file is refused.
    case missingColumns([String], found: String)
    /// The header has two columns of one meaning: the file is refused.
    case doubledColumn([String], meant: String)
    /// The candles are of another length than the file's name says: the file is refused.
    case wrongLength(found: TimeSpan, interval: Timeframe)
    /// More of the lines can't be read than can: the file is not what it seems, and is refused.
    case mostlyUnreadable(unreadable: UInt64, of: UInt64)
    /// The compressed file grows beyond what recorded data does: it is refused.
    case tooLarge(why: String)
    /// Neither the name nor the first line says how long a candle is: the file is refused.
    case unknownInterval(found: String)

    /// How much of a file is held at once, to put its lines in order.
    public static let sortingLimit = "256 MiB"
    /// What is expected of a figure that is a price or a quantity and yet can't go over the wire.
    static let keptByFloat64 = "a value that float64 keeps exactly to 1e-8"

    /// Whether nothing of the file can be trusted; otherwise only the line is skipped.
    public var refusesFile: Bool {
        switch self {
        case .unknownLayout, .unknownInterval, .missingColumns, .doubledColumn, .wrongLength,
            .mostlyUnreadable, .tooLarge, .mixedTimes, .contradiction:
            true
        default: false
        }
    }
}

extension FeedProblem: CustomStringConvertible {
    public var description: String {  // tidy-ok: a sentence a case
        switch self {
        case .wrongColumnCount(let found, let expected): "\(found) columns; expected \(expected)"
        case .badValue(let column, let found, let expected), .incoherent(let column, let found, let expected):
            "\(column) is \"\(found)\"; expected \(expected)"
        case .mixedTimes(let column, let found, let form, let others):
            "\(column) \"\(found)\" is in \(form), the file's other times are in \(others); expected one "
                + "form in a file: split it, or write all of them the same way"
        case .timeRanBack(let column, let found, let newest):
            "\(column) runs back to \(found); expected a time after \(newest): neither a recording nor a "
                + "file of more than \(FeedProblem.sortingLimit) is put in order: sort it by time"
        case .contradiction(let column, let found, let other):
            "\(column) \(found) has other figures here than in \(other); expected each once: keep the "
                + "true one"
        case .duplicate(let column, let found): "\(column) \(found) was there before; the line is left out"
        case .offGrid(let column, let found, let interval):
            "\(column) \(found) is not on the grid; expected a multiple of \(interval.wireName)"
        case .gap(let column, let missing, let after):
            "\(column): \(missing) candle\(missing == 1 ? " is" : "s are") missing after \(after); "
                + "the line is taken"
        case .cutLine(let bytes): "the file ends in the middle of this line, after \(bytes) of its bytes"
        case .cutFile(let byte, let why):
            "the compressed file breaks at byte \(byte) (\(why)); fetch it again"
        case .unknownLayout(let found, let expected):
            "the file begins with \"\(found)\"; expected \(expected)"
        case .missingColumns(let names, let found):
            "the header \"\(found)\" lacks \(names.joined(separator: ", ")); expected each of them, under "
                + "a name that is known"
        case .doubledColumn(let names, let meant):
            "the header has \(names.map { "\"\($0)\"" }.joined(separator: " and ")), and either may be "
                + "\(meant); expected one: take the other out, or rename it"
        case .wrongLength(let found, let interval):
            "the candles are \(found.seconds) s apart, and the file's name says \(interval.wireName); "
                + "expected candles of \(interval.wireName)"
        case .mostlyUnreadable(let unreadable, let count):
            "\(unreadable) of the file's \(count) lines can't be read; expected a header that fits the "
                + "lines, and most of them whole"
        case .tooLarge(let why): "\(why); expected recorded data, which is packed to no less than a 250th"
        case .unknownInterval(let found):
            "the length of a candle can't be told from close_time \"\(found)\"; expected one of "
                + Timeframe.allCases.map(\.name).joined(separator: ", ")
                + " in the file's name or by close_time"
        }
    }
}
