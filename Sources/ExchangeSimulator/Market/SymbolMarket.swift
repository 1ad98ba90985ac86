import Exchanges
import Market
import Matching
import Messages

/// The market of one symbol: its book, its trades and its candles.
struct SymbolMarket: Sendable {
    let listing: ListedSymbol
    let form: NumberForm
    private(set) var book = LimitBook()
    /// The id of the book's newest change: it grows by one with each.
    private(set) var updateID: Int64 = 1000
    private(set) var candles = CandleStore()
    private(set) var tape = TradeTape()
    private(set) var last: PrintedTrade?
    /// A slow mean of the last prices: what futures call the mark.
    private(set) var mark: Price?
    private(set) var lastBest: (bid: BookLevel?, ask: BookLevel?) = (nil, nil)
    /// When the best bid or ask last changed.
    private(set) var bestChanged = Timestamp.zero
    private var quotes: QuoteModel
    /// How many orders of accounts rest in the book.
    private(set) var waiting = 0
    private var fills: [LimitFill] = []
    /// Whether the data tells the book, and whether all levels of it or the best ones alone.
    private(set) var hasRecordedBook = false
    private var recorded = OrderBook()
    /// What the update that is being told changes.
    private var touched: [LevelChange] = []

    init(_ listing: ListedSymbol, _ model: MarketModel, seed: UInt64) {
        (self.listing, form) = (listing, listing.form)
        quotes = QuoteModel(listing.instrument, model, seed: seed)
    }

    // MARK: What comes of the data

    /// A candle of before the first moment, and how many trades it is taken for.
    mutating func addHistory(_ candle: Candle, trades: Int64) {
        var told = ExchangeCandle(candle)
        (told.firstID, told.trades) = (trades > 0 ? tape.nextTrade : -1, trades)
        tape.skip(trades)
        candles.addHistory(told)
        mark = candle.close
    }

    /// The market's first price: quotes around it.
    mutating func begin(at price: Price, _ time: Timestamp, _ news: inout MarketNews) {
        candles.begin(at: price, in: time.floor(to: .minutes(1)))
        guard !hasRecordedBook, quotes.bids.isEmpty else { return }
        if mark == nil { mark = price }
        requote(ModelTrade(time: time, price: price, quantity: .zero, taker: .buy), &news)
        settle(&news)
    }

    /// The market trades: its taker meets what rests, its own quotes among it.
    mutating func trade(_ trade: ModelTrade, _ news: inout MarketNews) {
        if !hasRecordedBook { requote(trade, &news) }
        let order = LimitOrder(trade.taker, trade.quantity, at: trade.price)
        // A recorded book shows by itself what a trade took of it, but who waits there waits for their turn.
        let meetsOwn = !hasRecordedBook || waiting > 0
        let left = book.match(order, meetsOwn: meetsOwn, into: &fills)
        if !hasRecordedBook {
            for fill in fills where fill.maker == .market {
                quotes.took(fill.quantity, from: trade.taker.opposite)
            }
        } else if left.isPositive {
            let rest = LimitFill(
                maker: .market, makerTag: 0, makerIsDone: false, price: trade.price, quantity: left)
            fills.append(rest)
        }
        announce(taker: trade.taker, at: trade.time, &news)
        settle(&news)
    }

    /// Takes a part of a recorded book.
    mutating func take(_ depth: Depth, at time: Timestamp, _ news: inout MarketNews) {
        forgetQuotes()
        if depth.isFirst { touched.removeAll(keepingCapacity: true) }
        if depth.isSnapshot, depth.isFirst { recorded.clear() }
        for index in 0..<depth.levels.count {
            recorded.set(depth.levels[index], on: depth.side, updateID: depth.updateID)
            touched.append(LevelChange(depth.side, depth.levels[index].price, depth.levels[index].quantity))
        }
        guard depth.isLast, !recorded.isBare else { return }
        guard !depth.isSnapshot else { return follow(recorded, at: time, &news) }
        // What is gone goes first, so that nothing crosses on the way.
        quote(touched.filter { $0.level.quantity.isZero }, at: time, &news)
        quote(touched.filter { !$0.level.quantity.isZero }, at: time, &news)
        settle(&news)
    }

    /// Takes a recorded quote, where no whole book is told.
    mutating func take(_ ticker: Ticker, at time: Timestamp, _ news: inout MarketNews) {
        guard let quote = Quote(ticker), recorded.lastUpdateID == 0 else { return }
        forgetQuotes()
        var shown = OrderBook()
        let one = max(listing.instrument.minQuantity, Quantity(raw: 1))
        let sizes = (quote.bidQuantity.present ?? one, quote.askQuantity.present ?? one)
        shown.set(BookLevel(price: quote.bid, quantity: max(sizes.0, one)), on: .buy, updateID: 0)
        shown.set(BookLevel(price: quote.ask, quantity: max(sizes.1, one)), on: .sell, updateID: 0)
        follow(shown, at: time, &news)
    }

    /// Lets an account's order rest; what it crosses is another's concern.
    mutating func rest(_ order: LimitOrder) -> RestingID {
        waiting += 1
        return book.rest(order)
    }

    /// An account's order meets what rests, and where it may its rest joins the book.
    ///
    /// - Returns: what is left of it, and where that rests.
    mutating func place(
        _ order: LimitOrder, rests: Bool, meetsOwn: Bool, at time: Timestamp, _ news: inout MarketNews
    ) -> (left: Quantity, resting: RestingID?) {
        var rest = order
        rest.quantity = book.match(order, meetsOwn: meetsOwn, into: &fills)
        for fill in fills where fill.maker == .market {
            quotes.took(fill.quantity, at: fill.price, from: order.side.opposite)
        }
        announce(taker: order.side, isAccount: true, at: time, &news)
        var resting: RestingID?
        if rests, rest.quantity.isPositive { resting = self.rest(rest) }
        settle(&news)
        return (rest.quantity, resting)
    }

    /// Takes an account's order out of the book.
    mutating func cancel(_ id: RestingID, _ news: inout MarketNews) {
        if book.cancel(id) != nil { waiting -= 1 }
        settle(&news)
    }

    /// Makes an account's order smaller where it stands.
    mutating func reduce(_ id: RestingID, to quantity: Quantity, _ news: inout MarketNews) {
        _ = book.reduce(id, to: quantity)
        settle(&news)
    }

    /// The number of a trade that no book saw, and no stream tells.
    mutating func takeTradeNumber() -> Int64 {
        defer { tape.skip(1) }
        return tape.nextTrade
    }

    /// A minute ended.
    mutating func close(before minute: Timestamp) { candles.close(before: minute) }

    // MARK: How it is done

    private mutating func requote(_ trade: ModelTrade, _ news: inout MarketNews) {
        let tick = max(listing.instrument.tickSize, Price(raw: 1))
        let isBuy = trade.taker == .buy
        let bid = isBuy ? trade.price - tick : trade.price
        let changes = quotes.move(
            bid: bid, ask: isBuy ? trade.price : trade.price + tick, extra: trade.quantity, for: trade.taker,
            at: trade.time)
        quote(changes, at: trade.time, &news)
    }

    /// Takes away what was made up, for the data tells the book.
    private mutating func forgetQuotes() {
        guard !hasRecordedBook else { return }
        hasRecordedBook = true
        for level in quotes.bids { book.quote(.buy, at: level.price, .zero, into: &fills) }
        for level in quotes.asks { book.quote(.sell, at: level.price, .zero, into: &fills) }
    }

    /// Lets the market's account quote what a whole book shows.
    private mutating func follow(_ shown: OrderBook, at time: Timestamp, _ news: inout MarketNews) {
        var changes: [LevelChange] = []
        for side in Side.allCases {
            let levels = side == .buy ? shown.bids : shown.asks
            var place = 0
            for old in book.levels(side) {
                while place < levels.count, isBetter(levels[place].price, old.price, side) { place += 1 }
                let stays = place < levels.count && levels[place].price == old.price
                if !stays { changes.append(LevelChange(side, old.price, .zero)) }
            }
        }
        for side in Side.allCases {
            for level in side == .buy ? shown.bids : shown.asks {
                changes.append(LevelChange(side, level.price, level.quantity))
            }
        }
        quote(changes, at: time, &news)
        settle(&news)
    }

    /// Lets the market's account quote levels, and prints what that meets.
    private mutating func quote(_ changes: [LevelChange], at time: Timestamp, _ news: inout MarketNews) {
        for change in changes {
            book.quote(change.side, at: change.level.price, change.level.quantity, into: &fills)
            guard !fills.isEmpty else { continue }
            for fill in fills { quotes.took(fill.quantity, at: change.level.price, from: change.side) }
            announce(taker: change.side, at: time, &news)
        }
    }

    private func isBetter(_ a: Price, _ b: Price, _ side: Side) -> Bool { side == .buy ? a > b : a < b }

    /// Prints the fills of one taker.
    private mutating func announce(
        taker: Side, isAccount: Bool = false, at time: Timestamp, _ news: inout MarketNews
    ) {
        for (index, fill) in fills.enumerated() {
            if fill.maker != .market, fill.makerIsDone { waiting -= 1 }
            if isAccount || fill.maker != .market {
                news.meetings.append(
                    MarketMeeting(
                        maker: fill.maker, makerTag: fill.makerTag, price: fill.price,
                        quantity: fill.quantity, trade: tape.nextTrade))
            }
            let trade = PrintedTrade(
                id: tape.nextTrade, time: time, price: fill.price, quantity: fill.quantity,
                buyerIsMaker: taker == .sell)
            tape.add(trade)
            candles.add(trade)
            last = trade
            news.trades.append(trade)
            mark = mark.map { Price(raw: $0.raw + (trade.price.raw - $0.raw) / 16) } ?? trade.price
            if index > 0, let open = news.aggregates.last, open.price == trade.price {
                news.aggregates[news.aggregates.count - 1].add(trade)
            } else {
                let id = tape.nextAggregate + Int64(news.aggregates.count)
                news.aggregates.append(AggregateTrade(id: id, trade))
            }
        }
        fills.removeAll(keepingCapacity: true)
    }

    /// Numbers what became of the book.
    private mutating func settle(_ news: inout MarketNews) {
        for aggregate in news.aggregates { tape.add(aggregate) }
        book.drainChanges { news.changes.append($0) }
        updateID += Int64(news.changes.count)
        let best = (book.best(.buy), book.best(.sell))
        news.bestChanged = best.0 != lastBest.bid || best.1 != lastBest.ask
        lastBest = best
        if news.bestChanged { bestChanged = news.time }
    }
}

extension ExchangeCandle {
    /// A candle as data tells it: who took is not told, so half of it was bought.
    init(_ candle: Candle) {
        self.init(openTime: candle.openTime, price: candle.open)
        (high, low, close) = (candle.high, candle.low, candle.close)
        volume = Volume(candle.volume)
        quoteVolume = Volume(candle.quoteVolume)
        takerVolume = Volume(raw: volume.raw / 2)
        takerQuoteVolume = Volume(raw: quoteVolume.raw / 2)
    }
}
