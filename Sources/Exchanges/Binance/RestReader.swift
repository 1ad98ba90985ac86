import CSimdJSON
import Market
import Messages

/// Reads the answers of the exchange's HTTP API for market data.
package struct RestReader {
    private let json: JSONReader

    package init(_ json: JSONReader) { self.json = json }

    /// The exchange's time.
    package func time(_ body: [UInt8]) throws(FeedProblem) -> Timestamp {
        var time: Timestamp?
        try rows(body, "", ["serverTime"]) { (cells) throws(FeedProblem) in
            time = Timestamp(milliseconds: try cells[0].milliseconds("serverTime"))
        }
        guard let time else { throw .badValue(column: "serverTime", found: "", expected: "ms since 1970") }
        return time
    }

    /// Calls back with each symbol's name and status.
    package func symbols(
        _ body: [UInt8], _ take: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Void
    ) throws(FeedProblem) {
        try rows(body, "symbols", ["symbol", "status"]) { (cells) throws(FeedProblem) in
            take(cells[0].raw, cells[1].raw)
        }
    }

    /// What all requests of a minute may weigh; `nil` where that is not told.
    package func weightLimit(_ body: [UInt8]) throws(FeedProblem) -> Int? {
        var limit: Int?
        try rows(body, "rateLimits", ["rateLimitType", "interval", "intervalNum", "limit"]) {
            (cells) throws(FeedProblem) in
            guard FieldText.equal(cells[0].raw, "REQUEST_WEIGHT"), FieldText.equal(cells[1].raw, "MINUTE"),
                FieldText.integer(cells[2].raw) == 1, let told = FieldText.integer(cells[3].raw), told > 0
            else { return }
            limit = Int(min(told, 1_000_000))
        }
        return limit
    }

    /// Calls back with each candle, oldest first as they come.
    package func candles(
        _ body: [UInt8], of symbol: SymbolID, _ length: Timeframe, _ take: (Kline) -> Void
    ) throws(FeedProblem) {
        let columns: [StaticString] = [
            "open_time", "open", "high", "low", "close", "volume", "close_time", "quote_volume",
        ]
        try rows(body, "", columns) { (cells) throws(FeedProblem) in
            var kline = Kline()
            kline.symbol = symbol
            kline.interval = length
            kline.openTime = try csj_message.openTime(cells[0].milliseconds("open_time"), of: length)
            kline.closeTime = kline.openTime + length.span
            kline.open = try cells[1].price("open")
            kline.high = try cells[2].price("high")
            kline.low = try cells[3].price("low")
            kline.close = try cells[4].price("close")
            kline.volume = try cells[5].volume("volume")
            kline.quoteVolume = try cells[7].volume("quote_volume")
            try kline.checkCoherence()
            take(kline)
        }
    }

    /// Calls back with each aggregate trade, by rising ids as they come.
    package func aggregateTrades(
        _ body: [UInt8], of symbol: SymbolID, _ take: (Trade) -> Void
    ) throws(FeedProblem) {
        try rows(body, "", ["a", "p", "q", "m"]) { (cells) throws(FeedProblem) in
            guard let id = FieldText.integer(cells[0].raw) else {
                throw .badValue(
                    column: "a", found: FieldText.excerpt(cells[0].raw), expected: "the trade's id")
            }
            guard let buyerIsMaker = FieldText.flag(cells[3].raw) else {
                throw .badValue(
                    column: "m", found: FieldText.excerpt(cells[3].raw), expected: "true or false")
            }
            var trade = Trade()
            trade.symbol = symbol
            trade.tradeID = id
            trade.price = try cells[1].price("p")
            trade.quantity = try cells[2].quantity("q")
            trade.buyerIsMaker = buyerIsMaker
            take(trade)
        }
    }

    /// The code and words of a refusal.
    package func refusal(_ body: [UInt8]) -> String {
        var text = ""
        do throws(FeedProblem) {
            try rows(body, "", ["code", "msg"]) { (cells) throws(FeedProblem) in
                text = "\(FieldText.excerpt(cells[0].raw)) \(ForeignText.shown(cells[1].raw))"
            }
        } catch {
            return ForeignText.shown(body, limit: 40)
        }
        return text
    }

    func rows(
        _ body: [UInt8], _ member: StaticString, _ keys: [StaticString],
        _ take: (UnsafeBufferPointer<csj_text>) throws(FeedProblem) -> Void
    ) throws(FeedProblem) {
        try body.withUnsafeBufferPointer { (bytes) throws(FeedProblem) -> Void in
            try json.rows(of: UnsafeRawBufferPointer(bytes), in: member, keys, take)
        }
    }
}

extension csj_text {
    /// Milliseconds since 1970.
    func milliseconds(_ field: String) throws(FeedProblem) -> Int64 {
        guard let value = FieldText.integer(raw), value < RecordingDecoder.timeLimit else {
            throw .badValue(column: field, found: FieldText.excerpt(raw), expected: "ms since 1970")
        }
        return value
    }
}
