import CSimdJSON
import Market
import Messages

/// What the message says of candles: on a channel and in an answer a candle is the same row.
extension csj_okx_message {
    /// The places in a candle's row: first moment, prices, volume in the base, in the currency of the
    /// contract and in the quote, whether it changes no more.
    private enum Place: Int {
        case time, open, high, low, close, volume, contractVolume, quoteVolume, confirm
    }

    private func text(_ place: Place, _ row: Int) -> csj_text { cell(place.rawValue, row) }

    /// Whether the candle of a row changes no more.
    package func isClosedCandle(row: Int) throws(FeedProblem) -> Bool {
        let flag = text(.confirm, row).raw
        guard FieldText.equal(flag, "1") || FieldText.equal(flag, "0") else {
            throw .badValue(column: "confirm", found: FieldText.excerpt(flag), expected: "0 or 1")
        }
        return FieldText.equal(flag, "1")
    }

    /// The minute's candle of a row.
    package func candle(_ symbol: SymbolID, row: Int) throws(FeedProblem) -> Kline {
        var kline = Kline()
        kline.symbol = symbol
        kline.interval = .m1
        kline.openTime = try csj_message.openTime(text(.time, row).milliseconds("ts"), of: .m1)
        kline.closeTime = kline.openTime + kline.interval.span
        kline.open = try text(.open, row).price("o")
        kline.high = try text(.high, row).price("h")
        kline.low = try text(.low, row).price("l")
        kline.close = try text(.close, row).price("c")
        kline.volume = try text(.volume, row).volume("vol")
        kline.quoteVolume = try text(.quoteVolume, row).volume("volCcyQuote")
        try kline.checkCoherence()
        return kline
    }
}
