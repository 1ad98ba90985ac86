import CSimdJSON
import Market

/// One row of a market's past, as a line of the exchange's public dumps.
package struct HistoryLine: Sendable {
    /// Open time of a candle, time of a trade or a funding.
    package var time = Timestamp.zero
    /// Number of an aggregate trade; zero of what has none.
    package var id: Int64 = 0
    /// The line without its end.
    package var text: [UInt8] = []
}

extension HistoryLine {
    /// Adds a figure as the exchange wrote it.
    mutating func figure(_ cell: csj_text, _ name: String) throws(FeedProblem) {
        guard FieldText.number(cell.raw) != nil else {
            throw .badValue(column: name, found: FieldText.excerpt(cell.raw), expected: "a number")
        }
        append(cell.raw)
    }

    /// Adds "true" or "false".
    mutating func flag(_ cell: csj_text, _ name: String) throws(FeedProblem) {
        guard let flag = FieldText.flag(cell.raw) else {
            throw .badValue(column: name, found: FieldText.excerpt(cell.raw), expected: "true or false")
        }
        let text: StaticString = flag ? "true" : "false"
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Adds a column of this program's own.
    mutating func append(_ bytes: some Sequence<UInt8>) {
        if !text.isEmpty { text.append(UInt8(ascii: ",")) }
        text.append(contentsOf: bytes)
    }
}
