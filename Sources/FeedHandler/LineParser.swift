import Market

/// Turns the lines of one kind of recorded file into events. It keeps the layout of the file at hand, and
/// touches neither file nor clock. Order is its caller's matter: it takes each line by itself.
public protocol LineParser: Sendable {
    /// The event of one line without its line end; `nil` for a header or an empty line.
    mutating func parse(_ line: UnsafeRawBufferPointer) throws(FeedProblem) -> RecordedEvent?

    /// Where a line belongs among the others of its file; `nil` for a header or an empty line. It reads no
    /// more of the line than that.
    mutating func place(of line: UnsafeRawBufferPointer) throws(FeedProblem) -> LinePlace?

    /// The place of the line that `parse` made an event of last.
    var parsed: LinePlace { get }

    /// Whether the lines of the file at hand have a place of their own each, so that two of one place are
    /// the same line twice, or contradict each other.
    var hasKeys: Bool { get }

    /// What tells one line from another, for error texts: "open_time".
    var keyName: String { get }

    /// The next file begins: its layout is found out anew.
    mutating func beginFile()

    /// The layout of the file at hand for people: "12 columns with a header, times in ms".
    var layoutWords: String { get }

    /// Length of the candles that the file's name tells; `nil` where lines are none.
    var candleLength: Timeframe? { get }
}

extension LineParser {
    public var candleLength: Timeframe? { nil }
}
