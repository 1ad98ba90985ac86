import Exchanges
import Market

/// Conditional orders of futures.
extension ExchangeSimulator {
    /// Places one; answers its place.
    mutating func placeAlgo(
        _ draft: AlgoDraft, _ account: Int, _ symbol: Int, _ venue: Int, at time: Timestamp
    ) throws(ExchangeError) -> Int {
        var algo = draft.algo
        try checkAlgo(algo, account, symbol, venue)
        if let name = draft.name, openAlgo(named: name, account) != nil { throw .duplicateName }
        guard algos.count(where: { $0.account == account && $0.shown.status.isWaiting }) < 200 else {
            throw .tooManyAlgo
        }
        algo.id = Int64(algos.count) + 1
        if algo.name.isEmpty { algo.name = desks[venue].nextName() }
        var desk = DeskAlgo(shown: algo, account: account, symbol: symbol)
        let last = venues[venue].symbols[symbol].lastPrice ?? .zero
        if algo.type == .trailingStopMarket, algo.activation.isZero {
            let price = algo.working == .mark ? mark(symbol, venue) : last
            (desk.shown.isActivated, desk.extreme) = (true, price)
        }
        algos.append(desk)
        waitingAlgos[symbol].append(algos.count - 1)
        tellAlgo(algos.count - 1, venue, at: time)
        return algos.count - 1
    }

    private func checkAlgo(
        _ algo: PrintedAlgo, _ account: Int, _ symbol: Int, _ venue: Int
    ) throws(ExchangeError) {
        let market = venues[venue].symbols[symbol]
        let isHedged = accounts[account].futures.isHedged
        guard (algo.positionSide == .both) != isHedged else { throw .positionSide }
        if isHedged, algo.reducesOnly { throw .notRequired("reduceonly") }
        if algo.closesPosition, isHedged, (algo.positionSide == .long) == (algo.side == .buy) {
            throw .positionSide
        }
        let filters = FuturesFilters(listing: market.listing, mark: mark(symbol, venue))
        for price in [algo.trigger, algo.price, algo.activation] where !price.isZero {
            try filters.onGrid(price)
        }
        if !algo.closesPosition { try filters.quantity(algo.quantity, isMarket: algo.becomes == .market) }
        guard let last = market.lastPrice else { throw .noDepth }
        let price = algo.working == .mark ? filters.mark : last
        if algo.type == .trailingStopMarket {
            guard algo.activation.isPositive else { return }
            let isAhead = algo.side == .buy ? algo.activation < price : algo.activation > price
            guard isAhead else { throw .wouldTriggerAtOnce }
        } else {
            guard algo.trigger.isPositive else { throw .priceTooSmall }
            guard !DeskAlgo(shown: algo, account: account, symbol: symbol).isReached(price) else {
                throw .wouldTriggerAtOnce
            }
        }
    }

    /// The place of an account's conditional order that waits under a name.
    func openAlgo(named name: PrintedName, _ account: Int) -> Int? {
        algos.lastIndex { $0.account == account && $0.shown.status.isWaiting && $0.shown.name == name }
    }

    // MARK: What becomes of them

    /// Looks at a price that was printed: what fires waits for its turn.
    mutating func noticeAlgos(_ print: PrintedPrice, _ venue: Int, at time: Timestamp) {
        let places = waitingAlgos[print.symbol]
        guard !places.isEmpty else { return }
        let protect = venues[venue].symbols[print.symbol].listing.triggerProtect
        let mark = mark(print.symbol, venue)
        for place in places {
            let found = algos[place].notice(last: print.price, mark: mark, protect: protect)
            if found.isActivated { tellAlgo(place, venue, at: time) }
            guard found.fires else { continue }
            waitingAlgos[print.symbol].removeAll { $0 == place }
            triggered.append(place)
        }
    }

    /// A conditional order becomes an order of the book.
    mutating func triggerAlgo(_ place: Int, _ venue: Int, at time: Timestamp) {
        guard algos[place].shown.status == .new else { return }
        algos[place].shown.status = .triggering
        algos[place].shown.triggered = time
        algos[place].shown.updated = time
        tellAlgo(place, venue, at: time)
        let algo = algos[place]
        do throws(ExchangeError) {
            var order = try checkedFutures(
                try draft(of: algo), algo.account, algo.symbol, venue, at: time)
            order.algo = place
            algos[place].shown.order = desks[venue].nextID
            algos[place].shown.status = .triggered
            tellAlgo(place, venue, at: time)
            _ = enterFutures(order, venue, at: time)
        } catch {
            algos[place].shown.reason = error.message
            algos[place].shown.status = algo.shown.closesPosition ? .expired : .rejected
            tellAlgo(place, venue, at: time)
        }
    }

    private func draft(of algo: DeskAlgo) throws(ExchangeError) -> FuturesDraft {
        let shown = algo.shown
        var draft = FuturesDraft(shown.side, shown.becomes, shown.quantity, shown.positionSide)
        if shown.becomes == .limit {
            (draft.term, draft.price, draft.match) = (shown.term, shown.price, shown.match)
        }
        (draft.prevention, draft.original, draft.goodTill) = (shown.prevention, shown.type, shown.goodTill)
        draft.reducesOnly = shown.reducesOnly
        if let venue = venue(.um), desks[venue].openPlace(of: shown.name, algo.account, algo.symbol) == nil {
            draft.name = shown.name
        }
        guard shown.closesPosition else { return draft }
        let slot = FuturesWallet.slot(algo.symbol, shown.positionSide)
        draft.quantity = accounts[algo.account].futures[slot].held.quantity.magnitude
        draft.closesPosition = true
        draft.reducesOnly = !accounts[algo.account].futures.isHedged
        guard draft.quantity.isPositive else { throw .reduceOnlyRejected }
        return draft
    }

    /// Takes note of what became of a conditional order's order.
    mutating func noteAlgo(of order: Int, _ venue: Int, at time: Timestamp) {
        let place = desks[venue][order].algo
        guard place >= 0 else { return }
        let shown = desks[venue][order].shown
        (algos[place].shown.average, algos[place].shown.filled) = (shown.average, shown.filled)
        guard shown.status.isFinal, algos[place].shown.status == .triggered else { return }
        algos[place].shown.status = .finished
        algos[place].shown.updated = time
        tellAlgo(place, venue, at: time)
    }

    /// Ends a conditional order that waits.
    mutating func endAlgo(_ place: Int, _ status: PrintedAlgoStatus, _ venue: Int, at time: Timestamp) {
        guard algos[place].shown.status.isWaiting else { return }
        waitingAlgos[algos[place].symbol].removeAll { $0 == place }
        algos[place].shown.status = status
        algos[place].shown.updated = time
        tellAlgo(place, venue, at: time)
    }

    /// A position is gone: so is what was to close all of it.
    mutating func expireClosing(_ changed: ChangedPosition, _ venue: Int, at time: Timestamp) {
        let side = FuturesWallet.side(changed.slot)
        for place in waitingAlgos[changed.slot / 3] {
            let algo = algos[place]
            guard algo.account == changed.account, algo.shown.closesPosition, algo.shown.positionSide == side
            else { continue }
            endAlgo(place, .expired, venue, at: time)
        }
    }

    private mutating func tellAlgo(_ place: Int, _ venue: Int, at time: Timestamp) {
        let algo = algos[place]
        guard !futuresEars[algo.account].isEmpty else { return }
        let market = venues[venue].symbols[algo.symbol]
        let bytes = BinanceWriting.algoUpdate(
            algo.shown, symbol: market.listing.name, market.form, at: time, stamp(time))
        tellFutures(algo.account, "ALGO_UPDATE", bytes)
    }
}
