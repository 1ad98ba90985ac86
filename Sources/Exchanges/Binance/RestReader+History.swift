import CSimdJSON
import Market

/// Answers about a market's past, each row as a line of the exchange's public dumps: figures stay as they
/// were written. What is impossible of them is for whoever checks the file; what is no figure at all is
/// refused.
extension RestReader {
    /// The columns of candles, by the names that the dumps give them.
    package static let candleColumns: [StaticString] = [
        "open_time", "open", "high", "low", "close", "volume", "close_time", "quote_volume", "count",
        "taker_buy_volume", "taker_buy_quote_volume", "ignore",
    ]
    /// The columns of aggregate trades.
    package static let tradeColumns: [StaticString] = [
        "agg_trade_id", "price", "quantity", "first_trade_id", "last_trade_id", "transact_time",
        "is_buyer_maker",
    ]
    /// The columns of fundings.
    package static let fundingColumns: [StaticString] = [
        "calc_time", "funding_interval_hours", "last_funding_rate",
    ]

    /// Calls back with each candle, as they come.
    package func candleLines(
        _ body: [UInt8], _ take: (HistoryLine) throws(FeedProblem) -> Void
    ) throws(FeedProblem) {
        try rows(body, "", Self.candleColumns) { (cells) throws(FeedProblem) in
            var line = HistoryLine()
            line.time = Timestamp(milliseconds: try cells[0].milliseconds("open_time"))
            for (cell, name) in zip(cells, Self.candleColumns) { try line.figure(cell, "\(name)") }
            try take(line)
        }
    }

    /// Calls back with each aggregate trade, as they come.
    package func tradeLines(
        _ body: [UInt8], _ take: (HistoryLine) throws(FeedProblem) -> Void
    ) throws(FeedProblem) {
        let names: [StaticString] = ["a", "p", "q", "f", "l", "T", "m"]
        try rows(body, "", names) { (cells) throws(FeedProblem) in
            var line = HistoryLine()
            guard let id = FieldText.integer(cells[0].raw) else {
                throw .badValue(column: "a", found: FieldText.excerpt(cells[0].raw), expected: "a trade's id")
            }
            line.id = id
            line.time = Timestamp(milliseconds: try cells[5].milliseconds("T"))
            for (cell, name) in zip(cells.dropLast(), names) { try line.figure(cell, "\(name)") }
            try line.flag(cells[6], "m")
            try take(line)
        }
    }

    /// Calls back with each funding, as they come.
    /// - Parameter hours: the hours from the funding before, or what is known of the pair where none is.
    package func fundingLines(
        _ body: [UInt8], hours: (Timestamp) -> Int64, _ take: (HistoryLine) throws(FeedProblem) -> Void
    ) throws(FeedProblem) {
        try rows(body, "", ["fundingTime", "fundingRate"]) { (cells) throws(FeedProblem) in
            var line = HistoryLine()
            line.time = Timestamp(milliseconds: try cells[0].milliseconds("fundingTime"))
            try line.figure(cells[0], "fundingTime")
            line.append("\(hours(line.time))".utf8)
            try line.figure(cells[1], "fundingRate")
            try take(line)
        }
    }

    /// Calls back with each pair that is funded in other than eight hours, and in how many.
    package func fundingHours(
        _ body: [UInt8], _ take: (String, Int64) -> Void
    ) throws(FeedProblem) {
        try rows(body, "", ["symbol", "fundingIntervalHours"]) { (cells) throws(FeedProblem) in
            guard let hours = FieldText.integer(cells[1].raw), (1...24).contains(hours) else { return }
            take(String(decoding: cells[0].raw, as: UTF8.self), hours)
        }
    }
}
