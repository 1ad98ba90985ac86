import Market
import Messages
import Stages

extension RiskManagerStage {
    mutating func hear(_ kline: Kline, _ input: Envelope, _ effects: inout Effects) {
        guard knows(kline.symbol), kline.interval == .m1 else { return }
        correlation.update(kline)
        mark(kline.symbol, at: kline.close)
        advance(input, &effects, after: kline.symbol)
    }

    mutating func hear(_ ticker: Ticker, _ input: Envelope, _ effects: inout Effects) {
        guard knows(ticker.symbol) else { return }
        let hasBook = ticker.bid.present != nil
        books[ticker.symbol.int].isOnTicks = hasBook
        guard hasBook else { return }
        mark(ticker.symbol, at: ticker.last)
        advance(input, &effects)
    }

    mutating func hear(_ health: FeedHealth, _ input: Envelope, _ effects: inout Effects) {
        guard knows(health.symbol) else { return }
        let wasCeased = books[health.symbol.int].feed.state == .ceased
        books[health.symbol.int].feed = health
        guard health.state == .ceased, !wasCeased, !isFlat(health.symbol), !input.isWarmUp else { return }
        // What is held is worth what it was then, until somebody closes it.
        var alert = RiskAlert()
        alert.symbol = health.symbol
        alert.severity = .warning
        alert.halted = account.halt.halted
        alert.reason = health.end
        effects.publish(.riskAlert(alert))
    }

    mutating func hear(_ update: StrategyUpdate) {
        guard knows(update.symbol) else { return }
        books[update.symbol.int].weights[update.strategy.int] = update.weight
        books[update.symbol.int].riskScales[update.strategy.int] = update.riskScale
    }

    mutating func hear(_ targets: TacticTargets) {
        guard knows(targets.symbol) else { return }
        // Zero is a wish: none. What is left out is no wish, and the hard limits alone hold.
        let wish = targets.netExposure
        books[targets.symbol.int].netExposure = wish.isNaN ? .infinity : abs(wish)
        books[targets.symbol.int].reduceOnly = targets.wantsNoEntries
    }

    /// Values one symbol anew.
    mutating func mark(_ symbol: SymbolID, at price: Price) {
        guard price.isPositive else { return }
        revalue(symbol) { $0.mark = price }
    }

    /// Changes a book and keeps the sum of all values right.
    mutating func revalue(_ symbol: SymbolID, _ change: (inout SymbolBook) -> Void) {
        let before = books[symbol.int].value(in: settings.market)
        change(&books[symbol.int])
        books[symbol.int].dayPeakPnL = max(books[symbol.int].dayPeakPnL, books[symbol.int].dayPnL)
        account.open += books[symbol.int].value(in: settings.market) - before
    }

    /// What the passing of event time brings: a new day, a halt by drawdown, the minute's profit and
    /// loss. The latter waits for the last symbol's candle of the minute, so that all marks are of one
    /// time, but not beyond the next event.
    mutating func advance(_ input: Envelope, _ effects: inout Effects, after symbol: SymbolID = .none) {
        guard !input.isWarmUp else { return }
        if account.entriesFrom == .never { account.entriesFrom = input.time + settings.risk.approvalOnKlines }
        guard account.isKnown else { return }
        watchDay(input, &effects)
        guard input.time >= account.nextPnL, symbol.int == books.count - 1 || input.time > account.nextPnL
        else {
            return
        }
        account.nextPnL = input.time.next(multipleOf: settings.risk.pnlPeriod)
        watchBooks(input, &effects)
        publishPnL(&effects)
    }
}
