import Market

/// What a row of one kind of recorded file says, beside its time and number.
protocol RowReader {
    /// Reads the event of a row whose place was read.
    mutating func read(
        _ row: CSVLine, at place: LinePlace, _ layout: inout CSVLayout, into event: inout MarketEvent
    ) throws(FeedProblem)

    /// The next file begins.
    mutating func beginFile()

    /// Length of the candles that the file's name tells; `nil` where rows are none.
    var candleLength: Timeframe? { get }
}

extension RowReader {
    /// Nothing: most rows need nothing of the rows before.
    package mutating func beginFile() {}
    /// Most rows are no candles.
    package var candleLength: Timeframe? { nil }
}
