import Market

/// What is wrong with one line of recorded data: the column, what was found and what was expected.
public enum FeedProblem: Error, Equatable, Sendable {
    case wrongColumnCount(found: Int, expected: String)
    case badValue(column: String, found: String, expected: String)
    /// The candle contradicts itself.
    case incoherent(column: String, found: String, expected: String)
    /// A time before the newest one seen.
    case timeRanBack(column: String, found: Timestamp, newest: Timestamp)
    /// The same candle, trade or update again.
    case duplicate(column: String, found: String)
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
    /// Neither the name nor the first line says how long a candle is: the file is refused.
    case unknownInterval(found: String)

    /// Whether nothing of the file can be trusted; otherwise only the line is skipped.
    public var refusesFile: Bool {
        switch self {
        case .unknownLayout, .unknownInterval: true
        default: false
        }
    }
}

extension FeedProblem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .wrongColumnCount(let found, let expected): "\(found) columns; expected \(expected)"
        case .badValue(let column, let found, let expected), .incoherent(let column, let found, let expected):
            "\(column) is \"\(found)\"; expected \(expected)"
        case .timeRanBack(let column, let found, let newest):
            "\(column) runs back to \(found); expected a time after \(newest)"
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
        case .unknownInterval(let found):
            "the length of a candle can't be told from close_time \"\(found)\"; expected one of "
                + Timeframe.allCases.map(\.name).joined(separator: ", ")
                + " in the file's name or by close_time"
        }
    }
}
