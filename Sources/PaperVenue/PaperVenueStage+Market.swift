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
            if !symbols[place].isIdle, !symbols[place].isQuoted {
                match(kline.symbol, .candle(kline.candle), input.time, &effects)
            }
        }
        symbols[place].mark = kline.close
        if !input.isWarmUp {
            fund(kline.symbol, until: kline.closeTime, startingAt: kline.openTime, &effects)
        }
    }

    /// A ticker with bid and ask is a quote; one without (from klines) only tells the last price.
    mutating func hear(_ ticker: Ticker, _ input: Envelope, _ effects: inout Effects) {
        let place = ticker.symbol.int
        symbols[place].mark = ticker.last
        guard let quote = Quote(ticker) else { return }
        symbols[place].quote = quote
        guard !input.isWarmUp, !symbols[place].isIdle else { return }
        match(ticker.symbol, .quote(quote), input.time, &effects)
    }

    /// A trade moves the last price, which triggers stops; what they take is the newest quote.
    mutating func hear(_ trade: Trade, _ input: Envelope, _ effects: inout Effects) {
        let place = trade.symbol.int
        symbols[place].mark = trade.price
        symbols[place].quote?.last = trade.price
        guard !input.isWarmUp, !symbols[place].isIdle, let quote = symbols[place].quote else { return }
        matchBrackets(trade.symbol, .quote(quote), input.time, &effects)
        removeFinished()
    }

    /// Part of a book update; orders meet the book when the update is whole.
    mutating func hear(_ depth: Depth, _ input: Envelope, _ effects: inout Effects) {
        let place = depth.symbol.int
        if depth.isSnapshot, depth.isFirst { books[place].clear() }
        for index in 0..<depth.levels.count {
            books[place].set(depth.levels[index], on: depth.side, updateID: depth.updateID)
        }
        guard depth.isLast, let quote = Quote(books[place]) else { return }
        symbols[place].quote = quote
        if symbols[place].mark.isZero { symbols[place].mark = quote.last }
        guard !input.isWarmUp, !symbols[place].isIdle else { return }
        match(depth.symbol, .book(quote), input.time, &effects)
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
