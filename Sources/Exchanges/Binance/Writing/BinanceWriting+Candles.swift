import Market

extension BinanceWriting {
    /// The event of `<symbol>@kline_<interval>`, and of a perpetual contract's
    /// `<pair>_perpetual@continuousKline_<interval>`; `closeTime` is the first moment after the candle.
    public static func candle(
        _ candle: ExchangeCandle, interval: String, closeTime: Timestamp, isClosed: Bool,
        isContinuous: Bool = false, symbol: String, _ form: NumberForm, at time: Timestamp
    ) -> [UInt8] {
        var json = JSONText()
        json.object {
            $0.text("e", isContinuous ? "continuous_kline" : "kline")
            $0.time("E", time, form.time)
            $0.text(isContinuous ? "ps" : "s", symbol)
            if isContinuous { $0.text("ct", "PERPETUAL") }
            $0.object("k") {
                $0.time("t", candle.openTime, form.time)
                $0.integer("T", form.time.count(closeTime) - 1)
                if !isContinuous { $0.text("s", symbol) }
                $0.text("i", interval)
                $0.integer("f", candle.firstID)
                $0.integer("L", candle.lastID)
                $0.decimal("o", candle.open, decimals: form.price)
                $0.decimal("c", candle.close, decimals: form.price)
                $0.decimal("h", candle.high, decimals: form.price)
                $0.decimal("l", candle.low, decimals: form.price)
                $0.decimal("v", candle.volume, decimals: form.quantity)
                $0.integer("n", candle.trades)
                $0.flag("x", isClosed)
                $0.decimal("q", candle.quoteVolume, decimals: form.quote)
                $0.decimal("V", candle.takerVolume, decimals: form.quantity)
                $0.decimal("Q", candle.takerQuoteVolume, decimals: form.quote)
                $0.text("B", "0")
            }
        }
        return json.bytes
    }

    /// A row of `klines`; `closeTime` is the first moment after the candle.
    public static func row(
        _ candle: ExchangeCandle, closeTime: Timestamp, _ form: NumberForm, into json: inout JSONText
    ) {
        json.array {
            $0.integer(form.time.count(candle.openTime))
            for price in [candle.open, candle.high, candle.low, candle.close] {
                $0.decimal(Int128(price.raw), decimals: form.price)
            }
            $0.decimal(candle.volume.raw, decimals: form.quantity)
            $0.integer(form.time.count(closeTime) - 1)
            $0.decimal(candle.quoteVolume.raw, decimals: form.quote)
            $0.integer(candle.trades)
            $0.decimal(candle.takerVolume.raw, decimals: form.quantity)
            $0.decimal(candle.takerQuoteVolume.raw, decimals: form.quote)
            $0.text("0")
        }
    }
}
