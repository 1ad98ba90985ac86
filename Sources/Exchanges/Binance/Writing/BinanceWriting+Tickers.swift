import Market

extension BinanceWriting {
    /// The event of `<symbol>@miniTicker`, and a row of `!miniTicker@arr`.
    public static func miniTicker(
        _ window: WindowStatistics, symbol: String, _ form: NumberForm, at time: Timestamp,
        into json: inout JSONText
    ) {
        json.object {
            $0.text("e", "24hrMiniTicker")
            $0.time("E", time, form.time)
            $0.text("s", symbol)
            $0.decimal("c", window.candle.close, decimals: form.price)
            $0.decimal("o", window.candle.open, decimals: form.price)
            $0.decimal("h", window.candle.high, decimals: form.price)
            $0.decimal("l", window.candle.low, decimals: form.price)
            $0.decimal("v", window.candle.volume, decimals: form.quantity)
            $0.decimal("q", window.candle.quoteVolume, decimals: form.quote)
        }
    }

    /// The event of `<symbol>@ticker`, a row of `!ticker@arr`, and with a name of its own (`1hTicker`) the
    /// event of a shorter window, which tells no quote.
    public static func ticker(
        _ window: WindowStatistics, _ event: String = "24hrTicker", _ market: MarketKind, symbol: String,
        _ form: NumberForm, at time: Timestamp, into json: inout JSONText
    ) {
        let hasQuote = market == .spot && event == "24hrTicker"
        json.object {
            $0.text("e", event)
            $0.time("E", time, form.time)
            $0.text("s", symbol)
            $0.decimal("p", window.change, decimals: form.price)
            $0.decimal("P", window.changePercent, decimals: 3)
            $0.decimal("w", window.average, decimals: 8)
            if hasQuote { $0.decimal("x", window.previousClose, decimals: form.price) }
            $0.decimal("c", window.candle.close, decimals: form.price)
            if event == "24hrTicker" { $0.decimal("Q", window.lastQuantity, decimals: form.quantity) }
            if hasQuote { quote(window, form, &$0) }
            tail(window, form, &$0)
            guard market == .um else { return }
            $0.integer("st", 1)
            $0.text("ps", symbol)
        }
    }

    private static func quote(_ window: WindowStatistics, _ form: NumberForm, _ json: inout JSONText) {
        json.decimal("b", window.bid.price, decimals: form.price)
        json.decimal("B", window.bid.quantity, decimals: form.quantity)
        json.decimal("a", window.ask.price, decimals: form.price)
        json.decimal("A", window.ask.quantity, decimals: form.quantity)
    }

    private static func tail(_ window: WindowStatistics, _ form: NumberForm, _ json: inout JSONText) {
        json.decimal("o", window.candle.open, decimals: form.price)
        json.decimal("h", window.candle.high, decimals: form.price)
        json.decimal("l", window.candle.low, decimals: form.price)
        json.decimal("v", window.candle.volume, decimals: form.quantity)
        json.decimal("q", window.candle.quoteVolume, decimals: form.quote)
        json.time("O", window.openTime, form.time)
        json.time("C", window.closeTime, form.time)
        json.integer("F", window.candle.firstID)
        json.integer("L", window.candle.lastID)
        json.integer("n", window.candle.trades)
    }

    /// A row of `ticker/24hr` and `ticker`, in full or as `type=MINI` has it.
    public static func statistics(
        _ window: WindowStatistics, isDay: Bool, isMini: Bool, _ market: MarketKind, symbol: String,
        _ form: NumberForm, into json: inout JSONText
    ) {
        let hasQuote = market == .spot && isDay
        json.object {
            $0.text("symbol", symbol)
            if !isMini {
                $0.decimal("priceChange", window.change, decimals: form.price)
                $0.decimal("priceChangePercent", window.changePercent, decimals: 3)
                $0.decimal("weightedAvgPrice", window.average, decimals: 8)
                if hasQuote { $0.decimal("prevClosePrice", window.previousClose, decimals: form.price) }
            }
            if !isMini, isDay { last(window, hasQuote, form, &$0) }
            $0.decimal("openPrice", window.candle.open, decimals: form.price)
            $0.decimal("highPrice", window.candle.high, decimals: form.price)
            $0.decimal("lowPrice", window.candle.low, decimals: form.price)
            if isMini || !isDay { $0.decimal("lastPrice", window.candle.close, decimals: form.price) }
            $0.decimal("volume", window.candle.volume, decimals: form.quantity)
            $0.decimal("quoteVolume", window.candle.quoteVolume, decimals: form.quote)
            $0.time("openTime", window.openTime, form.time)
            $0.time("closeTime", window.closeTime, form.time)
            $0.integer("firstId", window.candle.firstID)
            $0.integer("lastId", window.candle.lastID)
            $0.integer("count", window.candle.trades)
        }
    }

    private static func last(
        _ window: WindowStatistics, _ hasQuote: Bool, _ form: NumberForm, _ json: inout JSONText
    ) {
        json.decimal("lastPrice", window.candle.close, decimals: form.price)
        json.decimal("lastQty", window.lastQuantity, decimals: form.quantity)
        guard hasQuote else { return }
        json.decimal("bidPrice", window.bid.price, decimals: form.price)
        json.decimal("bidQty", window.bid.quantity, decimals: form.quantity)
        json.decimal("askPrice", window.ask.price, decimals: form.price)
        json.decimal("askQty", window.ask.quantity, decimals: form.quantity)
    }

    /// A row of `ticker/price`; futures tell its time.
    public static func price(
        _ price: Price, _ market: MarketKind, symbol: String, _ form: NumberForm, at time: Timestamp,
        into json: inout JSONText
    ) {
        json.object {
            $0.text("symbol", symbol)
            $0.decimal("price", price, decimals: form.price)
            if market == .um { $0.time("time", time, form.time) }
        }
    }

    /// The answer of `avgPrice`, which tells the minutes that it is of.
    public static func averagePrice(
        _ price: Price, minutes: Int64, until time: Timestamp, _ unit: TimeUnit = .millisecond
    ) -> [UInt8] {
        var json = JSONText()
        json.object {
            $0.integer("mins", minutes)
            $0.decimal("price", price, decimals: 8)
            $0.time("closeTime", time, unit)
        }
        return json.bytes
    }

    /// The event of `<symbol>@avgPrice`; `last` is the last trade's time.
    public static func averagePrice(
        _ price: Price, minutes: Int64, symbol: String, last: Timestamp, at time: Timestamp,
        _ unit: TimeUnit = .millisecond
    ) -> [UInt8] {
        var json = JSONText()
        json.object {
            $0.text("e", "avgPrice")
            $0.time("E", time, unit)
            $0.text("s", symbol)
            $0.text("i", "\(minutes)m")
            $0.decimal("w", price, decimals: 8)
            $0.time("T", last, unit)
        }
        return json.bytes
    }
}
