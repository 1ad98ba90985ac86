import Exchanges
import Market

extension LiveStream {
    /// Whether it tells at a moment.
    func isDue(_ time: Timestamp) -> Bool { period.map { time.milliseconds % $0 == 0 } ?? false }

    /// What it says at once of an event of the market, stamped with the exchange's time.
    mutating func hear(
        _ news: MarketNews, _ symbol: SymbolMarket, _ market: MarketKind, at stamp: Timestamp
    ) -> [[UInt8]] {
        let (name, form) = (symbol.listing.name, form(symbol))
        switch kind {
        case .trade:
            return news.trades.map { BinanceWriting.trade($0, market, symbol: name, form, at: stamp) }
        case .aggregate:
            return news.aggregates.map { BinanceWriting.aggregate($0, market, symbol: name, form, at: stamp) }
        case .bookTicker:
            guard news.bestChanged, let best = symbol.best else { return [] }
            return [
                BinanceWriting.bookTicker(
                    symbol.updateID, bid: best.bid, ask: best.ask, market, symbol: name, form, at: stamp)
            ]
        case .depth:
            for change in news.changes { changed.append((change.side, change.level.price)) }
            return []
        default: return []
        }
    }

    /// What it says where a minute ended, and with it its candle.
    mutating func closeMinute(
        _ symbol: SymbolMarket, _ minute: Timestamp, at stamp: Timestamp
    ) -> [UInt8]? {
        guard let (interval, offset) = kind.candles, interval != .s1 else { return nil }
        let start = interval.start(of: minute - .milliseconds(1), offset: offset)
        guard interval.end(of: start, offset: offset) == minute,
            let candle = symbol.candles.fold(from: start, upTo: minute)
        else { return nil }
        told = symbol.tape.nextTrade
        return BinanceWriting.candle(
            candle, interval: interval.rawValue, closeTime: minute, isClosed: true,
            isContinuous: kind.isContinuous, symbol: symbol.listing.name, form(symbol), at: stamp)
    }

    /// What it says when its time has come; `nil` where nothing happened since.
    mutating func tick(
        _ symbol: SymbolMarket, _ market: MarketKind, _ time: Timestamp, at stamp: Timestamp
    ) -> [UInt8]? {
        switch kind {
        case .depth: return depth(symbol, market, at: stamp)
        case .levels(let count, _): return levels(symbol, count, market, at: stamp)
        case .candle(.s1, _): return second(symbol, time, at: stamp)
        case .candle, .continuous:
            guard isNew(symbol.tape.nextTrade), let (interval, offset) = kind.candles else { return nil }
            return candle(symbol, interval, offset, time, at: stamp)
        case .miniTicker, .ticker, .window:
            guard isNew(symbol.tape.nextTrade) else { return nil }
            return statistics(symbol, market, time, at: stamp)
        case .averagePrice:
            guard let price = symbol.averagePrice(at: time) else { return nil }
            return BinanceWriting.averagePrice(
                price, minutes: 5, symbol: symbol.listing.name, last: symbol.last?.time ?? time, at: stamp,
                unit)
        case .markPrice:
            guard let mark = symbol.markPrice(at: time) else { return nil }
            var json = JSONText()
            BinanceWriting.markPrice(mark, symbol: symbol.listing.name, at: stamp, into: &json)
            return json.bytes
        default: return nil
        }
    }

    /// What a stream of all symbols says when its time has come.
    mutating func tick(
        _ symbols: [SymbolMarket], _ market: MarketKind, _ time: Timestamp, at stamp: Timestamp
    ) -> [[UInt8]] {
        guard let period, kind != .silent else { return [] }
        let since = time - .milliseconds(period)
        var json = JSONText()
        var isEmpty = true
        var single: [[UInt8]] = []
        json.array { json in
            for symbol in symbols {
                if kind == .bookTicker {
                    guard let best = symbol.best, symbol.bestChanged >= since else { continue }
                    single.append(
                        BinanceWriting.bookTicker(
                            symbol.updateID, bid: best.bid, ask: best.ask, market,
                            symbol: symbol.listing.name, form(symbol), at: stamp))
                } else if case .markPrice = kind {
                    guard let mark = symbol.markPrice(at: time) else { continue }
                    BinanceWriting.markPrice(mark, symbol: symbol.listing.name, at: stamp, into: &json)
                    isEmpty = false
                } else if let last = symbol.last?.time, last >= since {
                    isEmpty = !writeStatistics(symbol, market, time, at: stamp, into: &json) && isEmpty
                }
            }
        }
        return isEmpty ? single : [json.bytes]
    }

    private mutating func isNew(_ state: Int64) -> Bool {
        defer { told = state }
        return state != told
    }

    // MARK: The book

    private mutating func depth(
        _ symbol: SymbolMarket, _ market: MarketKind, at stamp: Timestamp
    ) -> [UInt8]? {
        guard symbol.updateID > told else { return nil }
        let previous = told
        told = symbol.updateID
        func levels(_ side: Side) -> [BookLevel] {
            var prices = changed.filter { $0.side == side }.map(\.price)
            // Spot tells the best first, futures the lowest.
            let isDown = side == .buy && market == .spot
            prices.sort { isDown ? $0 > $1 : $0 < $1 }
            var levels: [BookLevel] = []
            for price in prices where price != levels.last?.price {
                levels.append(BookLevel(price: price, quantity: symbol.book.quantity(side, at: price)))
            }
            return levels
        }
        let (bids, asks) = (levels(.buy), levels(.sell))
        changed.removeAll(keepingCapacity: true)
        let ids = DepthUpdate(
            firstID: previous + 1, lastID: told, previousID: market == .um ? previous : nil)
        return BinanceWriting.depthUpdate(
            ids, bids: bids, asks: asks, market, symbol: symbol.listing.name, form(symbol), at: stamp)
    }

    private mutating func levels(
        _ symbol: SymbolMarket, _ count: Int, _ market: MarketKind, at stamp: Timestamp
    ) -> [UInt8]? {
        guard symbol.updateID > told else { return nil }
        let previous = told
        told = symbol.updateID
        let (bids, asks) = (symbol.book.levels(.buy, limit: count), symbol.book.levels(.sell, limit: count))
        guard market == .um else {
            return BinanceWriting.depth(told, bids: bids, asks: asks, market, form(symbol), at: stamp)
        }
        let ids = DepthUpdate(firstID: previous + 1, lastID: told, previousID: previous)
        return BinanceWriting.depthUpdate(
            ids, bids: bids, asks: asks, market, symbol: symbol.listing.name, form(symbol), at: stamp)
    }

    // MARK: Candles and statistics

    private mutating func candle(
        _ symbol: SymbolMarket, _ interval: KlineInterval, _ offset: TimeSpan, _ time: Timestamp,
        at stamp: Timestamp
    ) -> [UInt8]? {
        let start = interval.start(of: time, offset: offset)
        let minute = time.floor(to: .minutes(1))
        if folded?.openTime != start { (folded, foldedUpTo) = (nil, start) }
        if foldedUpTo < minute, let part = symbol.candles.fold(from: foldedUpTo, upTo: minute) {
            if folded == nil { folded = part } else { folded?.merge(part) }
            folded?.openTime = start
            foldedUpTo = minute
        }
        var candle = folded
        if let open = symbol.candles.fold(from: minute, upTo: minute + .minutes(1)) {
            if candle == nil { candle = open } else { candle?.merge(open) }
        }
        candle?.openTime = start
        guard let candle else { return nil }
        return BinanceWriting.candle(
            candle, interval: interval.rawValue, closeTime: interval.end(of: start, offset: offset),
            isClosed: false, isContinuous: kind.isContinuous, symbol: symbol.listing.name, form(symbol),
            at: stamp)
    }

    private func second(_ symbol: SymbolMarket, _ time: Timestamp, at stamp: Timestamp) -> [UInt8]? {
        let start = time - .seconds(1)
        guard let candle = symbol.second(from: start) else { return nil }
        return BinanceWriting.candle(
            candle, interval: "1s", closeTime: time, isClosed: true, symbol: symbol.listing.name,
            form(symbol), at: stamp)
    }

    private func statistics(
        _ symbol: SymbolMarket, _ market: MarketKind, _ time: Timestamp, at stamp: Timestamp
    ) -> [UInt8]? {
        var json = JSONText()
        return writeStatistics(symbol, market, time, at: stamp, into: &json) ? json.bytes : nil
    }

    /// False where nothing is known of the symbol.
    private func writeStatistics(
        _ symbol: SymbolMarket, _ market: MarketKind, _ time: Timestamp, at stamp: Timestamp,
        into json: inout JSONText
    ) -> Bool {
        var (span, event) = (TimeSpan.days(1), "24hrTicker")
        if case .window(let interval) = kind { (span, event) = (interval.span, interval.rawValue + "Ticker") }
        guard let window = symbol.window(span, at: time) else { return false }
        let name = symbol.listing.name
        if kind == .miniTicker {
            BinanceWriting.miniTicker(window, symbol: name, form(symbol), at: stamp, into: &json)
        } else {
            BinanceWriting.ticker(window, event, market, symbol: name, form(symbol), at: stamp, into: &json)
        }
        return true
    }
}
