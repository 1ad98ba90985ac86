import Exchanges
import Market
import Messages
import Stages

/// The books: the open orders, what is held, and the balance.
extension BinanceVenueCore {
    /// Begins to read a pair's books, unless that is under way.
    mutating func beginBooks(of symbol: SymbolID, at moment: Moment) {
        guard phase == .running, checks[symbol.int].step == .idle else { return }
        restartBooks(of: symbol, at: moment)
    }

    private mutating func restartBooks(of symbol: SymbolID, at moment: Moment) {
        let now = moment.monotonic
        checks[symbol.int].begin(
            isFutures: settings.isFutures, fills: trades[symbol.int].count, at: now)
        requests.want(.openOrders(symbol), at: now)
        if settings.isFutures { requests.want(.openConditionals(symbol), at: now) }
        requests.want(.positions, at: now)
    }

    /// A list of open orders came, of plain or of conditional ones.
    mutating func take(
        _ list: [ExchangeOrder], _ symbol: SymbolID, areConditional: Bool, askedAt: Int64, at moment: Moment
    ) {
        for told in list {
            guard let place = orders.place(of: told) ?? adopt(told, at: moment) else { continue }
            tell(told, place, at: moment)
        }
        for place in orders.indices {
            let row = orders[place]
            let isKind = settings.isFutures ? row.isConditional == areConditional : true
            guard row.symbol == symbol, isKind, row.phase == .open, row.openSince < askedAt else { continue }
            let isNamed = list.contains { orders.place(of: $0) == place }
            if !isNamed { look(after: place, at: moment) }
        }
        let part = areConditional ? BooksCheck.Missing.conditionals : .orders
        guard checks[symbol.int].wants(part, askedAt: askedAt) else { return again(part, symbol, at: moment) }
        if areConditional { checks[symbol.int].conditionals = list } else { checks[symbol.int].orders = list }
        got(part, symbol, at: moment)
    }

    /// An answer of before the books were asked for is of no use to them.
    private mutating func again(_ part: BooksCheck.Missing, _ symbol: SymbolID, at moment: Moment) {
        let check = checks[symbol.int]
        guard check.step == .lists, check.missing.contains(part) else { return }
        switch part {
        case .orders: requests.want(.openOrders(symbol), at: moment.monotonic)
        case .conditionals: requests.want(.openConditionals(symbol), at: moment.monotonic)
        default: requests.want(.positions, at: moment.monotonic)
        }
    }

    private mutating func got(_ part: BooksCheck.Missing, _ symbol: SymbolID, at moment: Moment) {
        if checks[symbol.int].got(part, at: moment.monotonic) { wantTrades(of: symbol, at: moment) }
    }

    /// What is held of each pair; of those that are not named nothing is.
    mutating func take(
        holdings: [(quantity: Quantity, entryPrice: Price)], askedAt: Int64, at moment: Moment
    ) {
        for symbol in settings.instruments.symbols {
            let held = holdings[symbol.int]
            if checks[symbol.int].wants(.position, askedAt: askedAt) {
                checks[symbol.int].take(held.quantity, held.entryPrice)
                got(.position, symbol, at: moment)
            } else if checks[symbol.int].step == .lists {
                again(.position, symbol, at: moment)
            } else if self.held(symbol) != held.quantity {
                // A fill may be on its way, or somebody else moved it: the books tell.
                beginBooks(of: symbol, at: moment)
            }
        }
    }

    /// All fills of a pair were read that there were at this time, monotonic.
    mutating func readAll(_ symbol: SymbolID, askedAt: Int64, at moment: Moment) {
        trades[symbol.int].finish(askedAt: askedAt)
        for place in orders.indices {
            guard orders[place].symbol == symbol, orders[place].owesEnd else { continue }
            let isFoundYet = unplaced.contains { $0.symbol == symbol }
            if !isFoundYet { sayEnd(place, at: moment) }
        }
        giveUpFills(of: symbol, askedAt: askedAt, at: moment)
        finishBooks(of: symbol, askedAt: askedAt, at: moment)
        movesRead(of: symbol, askedAt: askedAt, at: moment)
    }

    /// A fill that waited for its order's name was placed: the books may be whole by now.
    mutating func finishBooksOnceFound(_ symbol: SymbolID, at moment: Moment) {
        guard checks[symbol.int].step == .trades else { return }
        wantTrades(of: symbol, at: moment)
    }

    private mutating func finishBooks(of symbol: SymbolID, askedAt: Int64, at moment: Moment) {
        guard !unplaced.contains(where: { $0.symbol == symbol }) else { return }
        let count = trades[symbol.int].count
        switch checks[symbol.int].finish(fills: count, askedAt: askedAt) {
        case nil: return
        case false: restartBooks(of: symbol, at: moment)
        case true: tellBooks(of: symbol, at: moment)
        }
    }

    private mutating func tellBooks(of symbol: SymbolID, at moment: Moment) {
        let (check, before) = (checks[symbol.int], bases[symbol.int])
        let isAsked = asks.contains { isBooks($0, of: symbol) }
        let part = part(of: symbol, check.quantity)
        let isCut = before != nil && part != check.quantity.plus(-trades[symbol.int].foreign)
        if isAsked || before == nil { settle(foreign: check.quantity.plus(-part), symbol) }
        let told = trades[symbol.int]
        let base = check.quantity.plus(-told.own).plus(-told.foreign)
        bases[symbol.int] = base
        guard isAsked else {
            // Nobody asked, and something moved that no fill of ours tells: the executor holds its books
            // against ours.
            if let before, before != base || isCut { words.append(.link(.up)) }
            return
        }
        for order in check.orders + check.conditionals {
            guard let place = orders.place(of: order), orders[place].phase == .open else { continue }
            say(.open, place, orders[place].rest, at: moment)
        }
        var holding = VenueHolding()
        (holding.symbol, holding.quantity) = (symbol, part)
        holding.entryPrice = told.foreign.isZero ? check.entryPrice : .absent
        answerBooks(of: symbol, holding, askedAt: .max)
    }

    /// What of a position is Strata's: all that others did not trade while it looked, as far as there is so
    /// much. Where its books begin anew that is what its own stops rest for, and what is filled since.
    private func part(of symbol: SymbolID, _ actual: Quantity) -> Quantity {
        let isNew = settings.since == nil && bases[symbol.int] == nil
        let told = trades[symbol.int]
        let own = isNew ? claimed(of: symbol, actual).plus(told.own) : actual.plus(-told.foreign)
        return own.raw > 0 ? min(own, max(.zero, actual)) : max(own, min(.zero, actual))
    }

    /// What orders rest for that Strata placed in a life whose books are gone.
    private func claimed(of symbol: SymbolID, _ actual: Quantity) -> Quantity {
        let closing: Side = actual.raw > 0 ? .sell : .buy
        let (stops, targets) = (resting(.stop, symbol, closing), resting(.target, symbol, closing))
        return Quantity(raw: closing.opposite.sign * max(stops, targets).raw)
    }

    /// For how much a pair's stops or targets rest on a side.
    func resting(_ purpose: Purpose, _ symbol: SymbolID, _ side: Side) -> Quantity {
        orders.rows.reduce(Quantity.zero) { sum, row in
            let isIt = row.symbol == symbol && row.purpose == purpose && row.side == side
            return isIt && row.phase == .open ? sum + row.rest : sum
        }
    }

    private mutating func settle(foreign: Quantity, _ symbol: SymbolID) {
        let before = trades[symbol.int].foreign
        guard foreign != before else { return }
        trades[symbol.int].correct(foreign: foreign)
        guard !foreign.isZero else { return }
        telling.note(
            "leaves \(foreign) \(settings.instruments.name(symbol)) alone, which the account holds beside "
                + "what Strata's books and stops do")
    }

    private func isBooks(_ ask: VenueAsk, of symbol: SymbolID) -> Bool {
        ask.id.verb == .venueBooks && ask.symbol == symbol
    }

    /// Answers who asked for books before this time, monotonic.
    private mutating func answerBooks(of symbol: SymbolID, _ holding: VenueHolding, askedAt: Int64) {
        var kept: [VenueAsk] = []
        for ask in asks {
            if isBooks(ask, of: symbol), ask.askedAt <= askedAt {
                words.append(.answered(ask.id, .venueHolding(holding)))
            } else {
                kept.append(ask)
            }
        }
        asks = kept
    }

    /// What the account has of the currency in which all is reckoned: told once all is read that moved it.
    mutating func take(balance: Money, askedAt: Int64, at moment: Moment) {
        var movers = settings.instruments.symbols.filter { symbol in
            orders.contains(of: symbol) { $0.isAlive || $0.owesEnd }
        }
        if settings.isFutures { movers.append(.none) }
        balanceCheck.begin(balance, askedAt: askedAt, movers, at: moment.monotonic)
        for mover in movers { wantMoves(of: mover, at: moment) }
        if movers.isEmpty { tellBalance(at: moment) }
    }

    /// A pair's fills, or the payments of funding, were read.
    mutating func movesRead(of mover: SymbolID, askedAt: Int64, at moment: Moment) {
        switch balanceCheck.got(mover, askedAt: askedAt) {
        case .unneeded: break
        case .tooOld: wantMoves(of: mover, at: moment)
        case .last: tellBalance(at: moment)
        }
    }

    private mutating func wantMoves(of mover: SymbolID, at moment: Moment) {
        if mover != .none { return wantTrades(of: mover, at: moment) }
        due.funding = min(due.funding, moment.monotonic)
    }

    private mutating func tellBalance(at moment: Moment) {
        var holding = VenueHolding()
        holding.balance = balanceCheck.balance
        answerBooks(of: .none, holding, askedAt: balanceCheck.askedAt)
        if asks.contains(where: { isBooks($0, of: .none) }) { requests.want(.balances, at: moment.monotonic) }
    }
}
