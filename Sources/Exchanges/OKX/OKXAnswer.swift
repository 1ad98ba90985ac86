import CSimdJSON
import Market
import Messages

/// Reads the answers of OKX's HTTP API for market data: `{"code":"0","msg":"","data":[…]}`.
package struct OKXAnswer {
    private let json: JSONReader
    private let body: [UInt8]

    package init(_ body: [UInt8], _ json: JSONReader) { (self.body, self.json) = (body, json) }

    /// The exchange's time.
    package func time() throws(FeedProblem) -> Timestamp {
        var time: Timestamp?
        try rows("data", ["ts"]) { (cells) throws(FeedProblem) in
            time = Timestamp(milliseconds: try cells[0].milliseconds("ts"))
        }
        guard let time else { throw .badValue(column: "ts", found: "", expected: "ms since 1970") }
        return time
    }

    /// Calls back with each instrument's name and state.
    package func instruments(
        _ take: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Void
    ) throws(FeedProblem) {
        try rows("data", ["instId", "state"]) { (cells) throws(FeedProblem) in
            take(cells[0].raw, cells[1].raw)
        }
    }

    /// Closed minute candles, oldest first; the exchange tells the newest first.
    package func candles(_ symbol: SymbolID) throws(FeedProblem) -> [Kline] {
        let message = try read()
        var closed: [Kline] = []
        for row in (0..<message.rowCount).reversed() where try message.isClosedCandle(row: row) {
            let kline = try message.candle(symbol, row: row)
            guard closed.last.map({ $0.openTime < kline.openTime }) ?? true else {
                throw .badValue(
                    column: "ts", found: "\(kline.openTime)", expected: "candles by falling open times")
            }
            closed.append(kline)
        }
        return closed
    }

    /// What the exchange says where it refuses, though the status may be 200; `nil` where it does not.
    package var refusal: String? {
        do throws(FeedProblem) {
            let message = try read()
            return FieldText.equal(message.code.raw, "0") ? nil : message.words
        } catch {
            return ForeignText.shown(body, limit: 40)
        }
    }

    private func read() throws(FeedProblem) -> OKXMessage {
        try body.withUnsafeBufferPointer { (bytes) throws(FeedProblem) in
            try json.readOKX(UnsafeRawBufferPointer(bytes))
        }
    }

    private func rows(
        _ member: StaticString, _ keys: [StaticString],
        _ take: (UnsafeBufferPointer<csj_text>) throws(FeedProblem) -> Void
    ) throws(FeedProblem) {
        try body.withUnsafeBufferPointer { (bytes) throws(FeedProblem) -> Void in
            try json.rows(of: UnsafeRawBufferPointer(bytes), in: member, keys, take)
        }
    }
}
