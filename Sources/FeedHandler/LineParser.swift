/// Turns the lines of one kind of recorded file into events. It keeps what it must know of earlier
/// lines, over the files of one symbol, and touches neither file nor clock.
public protocol LineParser: Sendable {
    /// The event of one line without its line end; `nil` for a header or an empty line.
    mutating func parse(_ line: UnsafeRawBufferPointer) throws(FeedProblem) -> RecordedEvent?

    /// The next file begins: its layout is found out anew, order is kept.
    mutating func beginFile()
}
