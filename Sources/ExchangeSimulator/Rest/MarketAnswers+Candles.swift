import Exchanges
import Market

extension MarketAnswers {
    /// The answer of `klines` and its like: rows whose first moment lies within the times that were asked
    /// for, the oldest where a first one was named, else the newest.
    ///
    /// - Parameters:
    ///   - name: the parameter that names the pair.
    ///   - hasVolume: whether volumes are told: the candles of mark and index prices have none, and are made
    ///     of the trades' prices.
    ///   - isPremium: whether it is asked how far the mark is from the index, which is nowhere.
    func klines(
        _ name: String, hasVolume: Bool = true, isPremium: Bool = false
    ) throws(ExchangeError) -> [UInt8] {
        let symbol = symbols[try parameters.symbol(symbols, name)]
        let interval = try parameters.interval()
        let most = market == .spot ? 1000 : 1500
        let limit = try parameters.limit(500, most: most)
        let offset = try zone()
        let (start, end) = (try parameters.time("startTime"), try parameters.time("endTime"))
        let candles = Self.candles(
            symbol, interval, offset, from: start, to: end, limit: limit, now: now)
        var json = JSONText()
        json.array { json in
            for candle in candles {
                var told = candle
                if isPremium { told = ExchangeCandle(openTime: candle.openTime, price: .zero) }
                if !hasVolume {
                    (told.volume, told.quoteVolume) = (.zero, .zero)
                    (told.takerVolume, told.takerQuoteVolume) = (.zero, .zero)
                }
                let end = interval.end(of: candle.openTime, offset: offset)
                BinanceWriting.row(told, closeTime: end, form(symbol), into: &json)
            }
        }
        return json.bytes
    }

    func continuousKlines() throws(ExchangeError) -> [UInt8] {
        guard try parameters.mandatory("contractType") == "PERPETUAL" else {
            throw ExchangeError(-1108, "Invalid contractType.")
        }
        return try klines("pair")
    }

    private func zone() throws(ExchangeError) -> TimeSpan {
        guard market == .spot, let text = parameters.target["timeZone"] else {
            return TimeSpan(nanoseconds: 0)
        }
        guard let offset = TimeSpan(zone: text) else { throw ExchangeError.invalid("timeZone") }
        return offset
    }

    private static func candles(
        _ symbol: SymbolMarket, _ interval: KlineInterval, _ offset: TimeSpan, from: Timestamp?,
        to: Timestamp?, limit: Int, now: Timestamp
    ) -> [ExchangeCandle] {
        guard let known = symbol.candles.firstTime else { return [] }
        // Seconds are made of the trades that are still known.
        let isSeconds = interval == .s1
        let oldest = isSeconds ? symbol.tape.trades.first?.time ?? now : known
        let first = interval.start(of: oldest, offset: offset)
        let newest = interval.start(of: min(to ?? now, now), offset: offset)
        var start = first
        if let from {
            let own = interval.start(of: from, offset: offset)
            start = max(first, own < from ? interval.end(of: own, offset: offset) : own)
        } else if interval != .month {
            let back = TimeSpan(nanoseconds: interval.span.nanoseconds * Int64(limit - 1))
            start = max(first, newest - back)
        }
        var candles: [ExchangeCandle] = []
        while start <= newest, from == nil || candles.count < limit {
            let end = interval.end(of: start, offset: offset)
            let candle = isSeconds ? symbol.second(from: start) : symbol.candles.fold(from: start, upTo: end)
            if let candle { candles.append(candle) }
            start = end
        }
        return candles.suffix(limit)
    }
}
