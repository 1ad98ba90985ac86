import Market
import Matching
import Messages
import Stages

extension PaperVenueStage {
    /// A closed candle. Funding due before it uses the position before it, funding at its close the
    /// position after it.
    mutating func hear(_ kline: Kline, _ input: Envelope, _ effects: inout Effects) {
        guard kline.interval == .m1 else { return }
        let place = kline.symbol.int
        if !input.isWarmUp {
            fund(kline.symbol, until: kline.openTime, startingAt: kline.openTime, &effects)
            if !symbols[place].isIdle, symbols[place].isOnCandles {
                let left = model[kline.symbol].candle.offer(of: kline.candle)
                match(kline.symbol, .candle(kline.candle, left), input.time, &effects)
            }
        }
        symbols[place].mark = kline.close
        if !input.isWarmUp {
            fund(kline.symbol, until: kline.closeTime, startingAt: kline.openTime, &effects)
        }
    }

    /// A ticker with bid and ask is a quote; one without (from klines) only tells the last price. So do all
    /// where there is a book: it triggers stops, which take what the book shows.
    mutating func hear(_ ticker: Ticker, _ input: Envelope, _ effects: inout Effects) {
        let place = ticker.symbol.int
        symbols[place].mark = ticker.last
        if symbols[place].hasDepth {
            symbols[place].quote?.last = ticker.last
            return meetBook(ticker.symbol, onlyTriggers: true, input, &effects)
        }
        guard let quote = Quote(ticker) else { return }
        symbols[place].quote = quote
        show(quote, at: place)
        meetBook(ticker.symbol, input, &effects)
    }

    /// Makes a book of one level a side, for the orders and what they took.
    private mutating func show(_ quote: Quote, at place: Int) {
        guard !symbols[place].isIdle || !taken[place].isEmpty else { return }
        books[place].clear()
        let bid = BookLevel(price: quote.bid, quantity: quote.bidQuantity.present ?? .unbounded)
        let ask = BookLevel(price: quote.ask, quantity: quote.askQuantity.present ?? .unbounded)
        books[place].set(bid, on: .buy, updateID: 0)
        books[place].set(ask, on: .sell, updateID: 0)
        taken[place].follow(books[place])
    }

    /// A trade moves the last price, which triggers stops: what they take is the newest quote. What rests is
    /// met where it went through its price; where nobody quotes, takers meet it, too.
    mutating func hear(_ trade: Trade, _ input: Envelope, _ effects: inout Effects) {
        let place = trade.symbol.int
        symbols[place].mark = trade.price
        symbols[place].hasTrades = true
        symbols[place].quote?.last = trade.price
        guard !input.isWarmUp, !symbols[place].isIdle else { return }
        match(trade.symbol, .trade(trade, trade.quantity), input.time, &effects)
    }

    /// Part of a book update; orders meet the book when the update is whole. An empty snapshot says that the
    /// book was lost.
    mutating func hear(_ depth: Depth, _ input: Envelope, _ effects: inout Effects) {
        let place = depth.symbol.int
        if depth.isFirst, depth.isSnapshot || !symbols[place].hasDepth { books[place].clear() }
        for index in 0..<depth.levels.count {
            books[place].set(depth.levels[index], on: depth.side, updateID: depth.updateID)
        }
        symbols[place].hasDepth = true
        guard depth.isLast else { return }
        symbols[place].hasDepth = !books[place].isBare
        taken[place].follow(books[place])
        guard let quote = Quote(books[place]) else { return }
        symbols[place].quote = quote
        if symbols[place].mark.isZero { symbols[place].mark = quote.last }
        meetBook(depth.symbol, input, &effects)
    }

    private mutating func meetBook(
        _ symbol: SymbolID, onlyTriggers: Bool = false, _ input: Envelope, _ effects: inout Effects
    ) {
        guard !input.isWarmUp, !symbols[symbol.int].isIdle, let quote = symbols[symbol.int].quote else {
            return
        }
        guard onlyTriggers else { return match(symbol, .book(quote), input.time, &effects) }
        var moment = Moment.book(quote)
        matchBrackets(symbol, &moment, input.time, &effects)
        removeFinished()
    }

    /// Books every funding that is due by a moment.
    private mutating func fund(
        _ symbol: SymbolID, until time: Timestamp, startingAt start: Timestamp, _ effects: inout Effects
    ) {
        let place = symbol.int
        if symbols[place].lastFunding == .zero {
            symbols[place].lastFunding = start
            symbols[place].nextFunding = model.funding.next(after: start)
        }
        while symbols[place].nextFunding <= time {
            let due = symbols[place].nextFunding
            symbols[place].lastFunding = due
            symbols[place].nextFunding = model.funding.next(after: due)
            if !symbols[place].position.isFlat { payFunding(symbol, due, &effects) }
        }
    }

    private mutating func payFunding(_ symbol: SymbolID, _ due: Timestamp, _ effects: inout Effects) {
        let row = symbols[symbol.int]
        var event = VenueEvent()
        event.symbol = symbol
        event.kind = .funding
        event.side = row.position.side ?? .buy
        event.quantity = row.position.quantity.magnitude
        event.price = row.mark
        event.fee = model.funding.payment(row.position.quantity, mark: row.mark)
        event.openTime = due
        say(event, because: .none, &effects)
    }
}
