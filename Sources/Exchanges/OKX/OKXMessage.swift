import CSimdJSON
import Market
import Messages

/// One message of OKX's public channels, or one of its answers; its texts hold until the next is read.
package typealias OKXMessage = csj_okx_message

/// What the message says, each part as Strata's own value.
extension csj_okx_message {
    /// What kind of message it is.
    package var kind: OKXMessageKind {
        guard event.bytes == nil else {
            if FieldText.equal(event.raw, "subscribe") { return .subscribed }
            if FieldText.equal(event.raw, "unsubscribe") { return .unsubscribed }
            if FieldText.equal(event.raw, "error") { return .refused }
            return FieldText.equal(event.raw, "notice") ? .notice : .unknown
        }
        guard has_data == 1 else { return .unknown }
        if FieldText.equal(channel.raw, "books") { return .book }
        if FieldText.equal(channel.raw, "trades") { return .trades }
        if FieldText.equal(channel.raw, "tickers") { return .ticker }
        return FieldText.equal(channel.raw, "candle1m") ? .candles : .unknown
    }

    /// The letters of the channel and of the instrument that it is of.
    package var channelName: UnsafeRawBufferPointer { channel.raw }
    /// The letters of the instrument that it is of; they hold until the next message is read.
    package var instrumentName: UnsafeRawBufferPointer { instrument.raw }

    /// The channel that it says to be of, or else its event, for a person.
    package var origin: String {
        guard channel.bytes != nil else { return FieldText.excerpt(event.raw) }
        return "\(FieldText.excerpt(channel.raw)):\(FieldText.excerpt(instrument.raw))"
    }

    /// Code and words of a refusal or a notice.
    package var words: String {
        "\(FieldText.excerpt(code.raw)) \(ForeignText.shown(text.raw))"
    }

    /// How many rows of data it brings.
    package var rowCount: Int { row_count }

    /// When the exchange made the newest row that says so.
    package var sent: Timestamp? {
        guard row_count > 0, kind != .candles,
            let time = FieldText.integer(cell(CSJ_OKX_TIME, row_count - 1).raw),
            time > 0, time < RecordingDecoder.timeLimit
        else { return nil }
        return Timestamp(milliseconds: time)
    }

    func cell(_ place: csj_okx_cell, _ row: Int) -> csj_text { cell(Int(place.rawValue), row) }

    func cell(_ place: Int, _ row: Int) -> csj_text { cells[row * CSJ_OKX_CELLS + place] }

    /// Refuses a message without a row, or with more than one where it can't have them.
    private func checkOneRow() throws(FeedProblem) {
        guard row_count == 1 else {
            throw .badValue(column: "data", found: "\(row_count) rows", expected: "one row")
        }
    }

    /// The best bid and ask.
    package func ticker(_ symbol: SymbolID) throws(FeedProblem) -> Ticker {
        try checkOneRow()
        var ticker = Ticker()
        ticker.symbol = symbol
        ticker.bid = try cell(CSJ_OKX_BID, 0).price("bidPx")
        ticker.bidQuantity = try cell(CSJ_OKX_BID_SIZE, 0).quantity("bidSz")
        ticker.ask = try cell(CSJ_OKX_ASK, 0).price("askPx")
        ticker.askQuantity = try cell(CSJ_OKX_ASK_SIZE, 0).quantity("askSz")
        return ticker
    }

    /// The trade of a row.
    package func trade(_ symbol: SymbolID, row: Int) throws(FeedProblem) -> Trade {
        guard let id = FieldText.integer(cell(CSJ_OKX_TRADE_ID, row).raw) else {
            throw .badValue(
                column: "tradeId", found: FieldText.excerpt(cell(CSJ_OKX_TRADE_ID, row).raw),
                expected: "the trade's id")
        }
        let side = cell(CSJ_OKX_SIDE, row).raw
        guard FieldText.equal(side, "buy") || FieldText.equal(side, "sell") else {
            throw .badValue(column: "side", found: FieldText.excerpt(side), expected: "buy or sell")
        }
        var trade = Trade()
        trade.symbol = symbol
        trade.tradeID = id
        trade.price = try cell(CSJ_OKX_PRICE, row).price("px")
        trade.quantity = try cell(CSJ_OKX_SIZE, row).quantity("sz")
        // OKX tells the taker's side.
        trade.buyerIsMaker = FieldText.equal(side, "sell")
        return trade
    }
}
