import Exchanges
import Market
import Matching
import Messages

/// All symbols of one market, played from its data in the order of time.
struct VenueMarket {
    let kind: MarketKind
    private(set) var symbols: [SymbolMarket]
    private(set) var reel: MarketReel
    private var paths: [CandlePath?]
    /// Candles whose minute has not begun, or whose predecessor is not at its end.
    private var waiting: [[Kline]]
    /// Symbols whose trades are recorded: their candles come of those.
    private var hasTrades: [Bool]
    private var queue = TimeQueue()
    private var nextMinute: Timestamp
    private let model: MarketModel
    private let seed: UInt64

    init(_ market: SimulatorMarket, _ terms: SimulatorTerms, reel: MarketReel, from start: Timestamp) {
        (kind, model, self.reel) = (market.kind, terms.model, reel)
        seed = terms.seed ^ (market.kind == .spot ? 0 : 0x5EED)
        let own = seed
        symbols = market.symbols.enumerated().map {
            SymbolMarket($1, terms.model, seed: SplitMix64.mix(own &+ UInt64($0)))
        }
        paths = Array(repeating: nil, count: symbols.count)
        waiting = Array(repeating: [], count: symbols.count)
        hasTrades = Array(repeating: false, count: symbols.count)
        nextMinute = start.floor(to: .minutes(1)) + .minutes(1)
        for kline in market.feed.history where kline.interval == .m1 { addHistory(kline) }
    }

    private mutating func addHistory(_ kline: Kline) {
        guard kline.symbol.int < symbols.count else { return }
        var candle = kline.candle
        candle.openTime = candle.openTime + reel.shift
        candle.closeTime = candle.closeTime + reel.shift
        let place = kline.symbol.int
        symbols[place].addHistory(candle, trades: Int64(path(candle, place).left))
    }

    private func path(_ candle: Candle, _ place: Int) -> CandlePath {
        let minute = UInt64(bitPattern: candle.openTime.nanoseconds / 60_000_000_000)
        let own = SplitMix64.mix(seed &+ UInt64(place) &* SplitMix64.step ^ minute)
        return CandlePath(candle, symbols[place].listing.instrument, trades: model.tradesPerCandle, seed: own)
    }

    /// When it next goes on.
    var nextTime: Timestamp {
        min(min(reel.nextRead, reel.nextEvent), min(queue.first?.time ?? .never, nextMinute))
    }

    /// The first minute that is yet to end.
    var minute: Timestamp { nextMinute }

    /// Closes the candles of the minute that ends at `nextMinute`.
    mutating func closeMinute() {
        for place in symbols.indices { symbols[place].close(before: nextMinute) }
        nextMinute = nextMinute + .minutes(1)
    }

    /// Plays what is due first after the minutes, which come first; false where that did nothing that anyone
    /// hears of.
    mutating func play(_ news: inout MarketNews) -> Bool {
        let time = nextTime
        if reel.nextRead <= time {
            var trading: [Int] = []
            let candles = reel.read(until: time) { event in
                if case .trade(let trade) = event.message { trading.append(trade.symbol.int) }
            }
            for place in trading where place < symbols.count && !hasTrades[place] { hasTrades[place] = true }
            for kline in candles { take(kline) }
            return false
        }
        if reel.nextEvent <= time, let event = reel.takeEvent() { return play(event, &news) }
        guard let due = queue.pop() else { return false }
        return play(due, &news)
    }

    // MARK: Accounts

    /// An account's order comes to a symbol's book: see `SymbolMarket.place`.
    mutating func place(
        _ order: LimitOrder, on symbol: Int, rests: Bool, meetsOwn: Bool = false, at time: Timestamp,
        _ news: inout MarketNews
    ) -> (left: Quantity, resting: RestingID?) {
        news.clear(symbol, at: time)
        return symbols[symbol].place(order, rests: rests, meetsOwn: meetsOwn, at: time, &news)
    }

    /// The number of a trade of a symbol that no book saw.
    mutating func takeTradeNumber(of symbol: Int) -> Int64 { symbols[symbol].takeTradeNumber() }

    /// Takes an account's order out of a symbol's book.
    mutating func cancel(_ id: RestingID, on symbol: Int, at time: Timestamp, _ news: inout MarketNews) {
        news.clear(symbol, at: time)
        symbols[symbol].cancel(id, &news)
    }

    /// Makes an account's order smaller where it stands in a symbol's book.
    mutating func reduce(
        _ id: RestingID, to quantity: Quantity, on symbol: Int, at time: Timestamp, _ news: inout MarketNews
    ) {
        news.clear(symbol, at: time)
        symbols[symbol].reduce(id, to: quantity, &news)
    }

    // MARK: Candles

    private mutating func take(_ kline: Kline) {
        let place = kline.symbol.int
        guard place < symbols.count, !hasTrades[place] else { return }
        waiting[place].append(kline)
        if waiting[place].count == 1, paths[place] == nil { queue.push(place, at: kline.openTime) }
    }

    /// A symbol's candle begins, or trades.
    private mutating func play(_ due: TimeQueue.Entry, _ news: inout MarketNews) -> Bool {
        let place = due.number
        news.clear(place, at: due.time)
        if paths[place] == nil, !waiting[place].isEmpty {
            let candle = waiting[place].removeFirst().candle
            paths[place] = path(candle, place)
            symbols[place].begin(at: candle.open, due.time, &news)
        } else if let trade = paths[place]?.next() {
            symbols[place].trade(trade, &news)
        }
        schedule(place)
        return true
    }

    private mutating func schedule(_ place: Int) {
        if let next = paths[place]?.nextTime { return queue.push(place, at: next) }
        paths[place] = nil
        if let next = waiting[place].first { queue.push(place, at: next.openTime) }
    }

    // MARK: Trades, quotes and books

    private mutating func play(_ event: MarketEvent, _ news: inout MarketNews) -> Bool {
        switch event.message {
        case .trade(let trade) where trade.symbol.int < symbols.count:
            news.clear(trade.symbol.int, at: event.time)
            let made = ModelTrade(
                time: event.time, price: trade.price, quantity: trade.quantity,
                taker: trade.buyerIsMaker ? .sell : .buy)
            symbols[trade.symbol.int].trade(made, &news)
        case .depth(let depth) where depth.symbol.int < symbols.count:
            news.clear(depth.symbol.int, at: event.time)
            symbols[depth.symbol.int].take(depth, at: event.time, &news)
        case .ticker(let ticker) where ticker.symbol.int < symbols.count:
            news.clear(ticker.symbol.int, at: event.time)
            symbols[ticker.symbol.int].take(ticker, at: event.time, &news)
        default: return false
        }
        return true
    }
}
