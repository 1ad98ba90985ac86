import CSimdJSON
import Market
import Messages

/// One message of the exchange's streams, or one of its answers; its texts hold until the next is read.
package typealias StreamMessage = csj_message

/// What the message says, each part as Strata's own value.
extension csj_message {
    /// What kind of message it is.
    package var kind: StreamMessageKind {
        if has_candle == 1 { return .kline }
        if has_levels == 1 { return .depth }
        if event.bytes == nil {
            if bid.bytes != nil { return .ticker }
            return has_result == 1 || error_code != .min || error_text.bytes != nil ? .reply : .unknown
        }
        if FieldText.equal(event.raw, "bookTicker") { return .ticker }
        if FieldText.equal(event.raw, "trade") { return .trade }
        if FieldText.equal(event.raw, "aggTrade") { return .aggregateTrade }
        if FieldText.equal(event.raw, "markPriceUpdate") { return .markPrice }
        return FieldText.equal(event.raw, "serverShutdown") ? .shutdown : .unknown
    }

    /// The letters of the symbol that it names; they hold until the next message is read.
    package var symbolName: UnsafeRawBufferPointer { symbol.raw }

    /// The stream that it says to be of, or else its event, for a person.
    package var origin: String {
        FieldText.excerpt(stream.bytes != nil ? stream.raw : event.raw)
    }

    /// When the exchange sent it, where that is told and can be.
    package var sent: Timestamp? {
        guard event_time > 0, event_time < RecordingDecoder.timeLimit else { return nil }
        return Timestamp(milliseconds: event_time)
    }

    /// Futures also print what is no market trade (insurance fund, ADL), and frames of nothing.
    package var isMarketTrade: Bool {
        (trade_kind.bytes == nil || FieldText.equal(trade_kind.raw, "MARKET"))
            && (quantity.bytes == nil || FieldText.fixed(quantity.raw) != 0)
    }

    /// A trade, or an aggregate trade, whose ids count apart.
    package func trade(_ symbol: SymbolID, isAggregate: Bool) throws(FeedProblem) -> Trade {
        let id = isAggregate ? aggregate_id : trade_id
        guard id >= 0 else {
            throw .badValue(
                column: isAggregate ? "a" : "t", found: id == .min ? "" : "\(id)", expected: "the trade's id")
        }
        guard buyer_is_maker >= 0 else {
            throw .badValue(column: "m", found: "", expected: "true or false")
        }
        var trade = Trade()
        trade.symbol = symbol
        trade.tradeID = id
        trade.price = try price.price("p")
        trade.quantity = try quantity.quantity("q")
        trade.buyerIsMaker = buyer_is_maker == 1
        return trade
    }

    /// The best bid and ask.
    package func ticker(_ symbol: SymbolID) throws(FeedProblem) -> Ticker {
        var ticker = Ticker()
        ticker.symbol = symbol
        ticker.bid = try bid.price("b")
        ticker.bidQuantity = try bid_quantity.quantity("B")
        ticker.ask = try ask.price("a")
        ticker.askQuantity = try ask_quantity.quantity("A")
        return ticker
    }

    /// The length of the candle; `nil` for one that Strata has not.
    package var candleLength: Timeframe? {
        Timeframe.allCases.first { FieldText.equal(candle_interval.raw, $0.wireName) }
    }

    /// Whether the candle changes no more.
    package var isClosedCandle: Bool {
        get throws(FeedProblem) {
            guard candle_closed >= 0 else {
                throw .badValue(column: "x", found: "", expected: "true or false")
            }
            return candle_closed == 1
        }
    }

    /// The first moment of the candle.
    package var candleOpenTime: Timestamp {
        get throws(FeedProblem) {
            guard let length = candleLength else {
                throw .badValue(
                    column: "i", found: FieldText.excerpt(candle_interval.raw),
                    expected: "a length of candles that is known")
            }
            return try Self.openTime(candle_open_time, of: length)
        }
    }

    /// The candle as it stands.
    package func kline(_ symbol: SymbolID) throws(FeedProblem) -> Kline {
        var kline = Kline()
        kline.symbol = symbol
        kline.openTime = try candleOpenTime
        kline.interval = candleLength ?? .m1
        kline.closeTime = kline.openTime + kline.interval.span
        kline.open = try candle_open.price("o")
        kline.high = try candle_high.price("h")
        kline.low = try candle_low.price("l")
        kline.close = try candle_close.price("c")
        kline.volume = try candle_volume.volume("v")
        kline.quoteVolume = try candle_quote_volume.volume("q")
        try kline.checkCoherence()
        return kline
    }

    /// A candle's first moment, on the grid of its length.
    static func openTime(_ milliseconds: Int64, of length: Timeframe) throws(FeedProblem) -> Timestamp {
        let span = length.span.nanoseconds / 1_000_000
        guard milliseconds > 0, milliseconds < RecordingDecoder.timeLimit, milliseconds % span == 0 else {
            throw .badValue(
                column: "t", found: "\(milliseconds)",
                expected: "ms since 1970, a multiple of \(length.wireName)")
        }
        return Timestamp(milliseconds: milliseconds)
    }

    /// The levels of a snapshot or a diff: bids, then asks. What the list held before is gone.
    package func levels(into list: inout [BookLevel]) throws(FeedProblem) {
        list.removeAll(keepingCapacity: true)
        for level in UnsafeBufferPointer(start: levels, count: bid_count + ask_count) {
            list.append(
                BookLevel(
                    price: try level.price.price("price"), quantity: try level.quantity.quantity("quantity")))
        }
    }

    /// The ids of a diff.
    package func depthUpdate() throws(FeedProblem) -> DepthUpdate {
        guard first_id != .min, last_id >= first_id else {
            throw .badValue(column: "U", found: "\(first_id)", expected: "ids U and u with U ≤ u")
        }
        return DepthUpdate(
            firstID: first_id, lastID: last_id, previousID: previous_id == .min ? nil : previous_id)
    }

    /// A tenth of the position's value, at 1e-8: the exchange caps its rates far below.
    private static var fundingLimit: UInt64 { 10_000_000 }

    /// The mark price and what funding follows from it.
    package func markPrice(_ symbol: SymbolID) throws(FeedProblem) -> ContractMark {
        guard let funding = rate.bytes == nil || rate.count == 0 ? 0 : FieldText.fixed(rate.raw),
            funding.magnitude <= Self.fundingLimit
        else {
            throw .badValue(
                column: "r", found: FieldText.excerpt(rate.raw), expected: "a funding rate, -0.1 to 0.1")
        }
        guard other_time >= 0, other_time < RecordingDecoder.timeLimit else {
            throw .badValue(column: "T", found: "\(other_time)", expected: "the next funding, ms since 1970")
        }
        return ContractMark(
            symbol: symbol, price: try price.price("p"), fundingRate: Double(funding) / 1e8,
            nextFunding: Timestamp(milliseconds: other_time))
    }

    /// What a refused request on the socket is told.
    package var refusal: String? {
        guard error_code != .min || error_text.bytes != nil else { return nil }
        let code = error_code == .min ? "" : "\(error_code) "
        return code + FieldText.excerpt(error_text.raw)
    }
}

extension Kline {
    /// Refuses a candle whose prices contradict each other.
    func checkCoherence() throws(FeedProblem) {
        guard low <= min(open, close), high >= max(open, close) else {
            throw .incoherent(column: "h", found: "\(high)", expected: "low ≤ open, close ≤ high")
        }
    }
}
