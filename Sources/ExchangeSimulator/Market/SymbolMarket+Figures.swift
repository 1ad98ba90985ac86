import Exchanges
import Market

/// What is reckoned of a symbol's market when somebody asks.
extension SymbolMarket {
    /// The best bid and ask; `nil` while a side is empty.
    var best: (bid: BookLevel, ask: BookLevel)? {
        guard let bid = lastBest.bid, let ask = lastBest.ask else { return nil }
        return (bid, ask)
    }

    /// The last price; `nil` before the first.
    var lastPrice: Price? { last?.price ?? candles.lastPrice }

    /// What the minutes of a window that ends now come to.
    func window(_ span: TimeSpan, at time: Timestamp) -> WindowStatistics? {
        let start = (time - span).floor(to: .minutes(1))
        guard let candle = candles.fold(from: start, upTo: time + .minutes(1)) else { return nil }
        let before = candles.fold(from: start - .minutes(1), upTo: start)
        var window = WindowStatistics(
            candle, openTime: start, closeTime: time, previousClose: before?.close ?? candle.open)
        window.lastQuantity = last?.quantity ?? .zero
        if let best { (window.bid, window.ask) = best }
        return window
    }

    /// The average price by volume of the last five minutes; the last price where nothing was traded.
    func averagePrice(at time: Timestamp) -> Price? {
        let start = (time - .minutes(5)).floor(to: .minutes(1))
        let candle = candles.fold(from: start, upTo: time + .minutes(1))
        return candle.flatMap { $0.quoteVolume.average(per: $0.volume) } ?? lastPrice
    }

    /// The candle of a second, from the trades that are still known; `nil` before the first price.
    func second(from start: Timestamp) -> ExchangeCandle? {
        let end = start + .seconds(1)
        let trades = tape.trades
        var first = trades.endIndex
        while first > 0, trades[first - 1].time >= start { first -= 1 }
        let before = first > 0 ? trades[first - 1].price : candles.lastPrice
        guard let price = before ?? trades.first?.price else { return nil }
        var candle = ExchangeCandle(openTime: start, price: price)
        for trade in trades[first...] where trade.time < end { candle.add(trade) }
        return candle
    }

    /// Mark price and funding; `nil` before the first price.
    func markPrice(at time: Timestamp) -> MarkPrice? {
        guard let mark, let last = lastPrice else { return nil }
        return MarkPrice(
            mark: mark, index: last, settlement: last, fundingRate: listing.fundingRate,
            nextFunding: time.next(multipleOf: .hours(max(1, listing.fundingHours))))
    }
}
