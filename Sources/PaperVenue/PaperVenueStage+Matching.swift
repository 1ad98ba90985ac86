import Market
import Matching
import Messages
import Stages

extension PaperVenueStage {
    /// Lets every order of a symbol meet the market, the oldest first and each with what those before it
    /// left: first what works, then what waits for a trigger.
    mutating func match(_ symbol: SymbolID, _ moment: Moment, _ time: Timestamp, _ effects: inout Effects) {
        var moment = moment
        for index in rows.indices where rows[index].order.intent.symbol == symbol {
            if rows[index].isOpen, rows[index].isWorking { matchWorking(index, &moment, time, &effects) }
        }
        matchBrackets(symbol, &moment, time, &effects)
        removeFinished()
    }

    /// Stops before the liquidation (they lie nearer), both before targets: the worst order.
    mutating func matchBrackets(
        _ symbol: SymbolID, _ moment: inout Moment, _ time: Timestamp, _ effects: inout Effects
    ) {
        for index in resting(.stop, symbol) { matchStop(index, &moment, time, &effects) }
        liquidate(symbol, &moment, time, &effects)
        for index in resting(.target, symbol) where rows[index].isOpen {
            matchTarget(index, &moment, time, &effects)
        }
    }

    private func resting(_ purpose: Purpose, _ symbol: SymbolID) -> [Int] {
        rows.indices.filter {
            let row = rows[$0]
            return row.isOpen && row.isBracket && !row.isTriggered && row.order.intent.symbol == symbol
                && row.order.intent.purpose == purpose
        }
    }

    private mutating func matchWorking(
        _ index: Int, _ moment: inout Moment, _ time: Timestamp, _ effects: inout Effects
    ) {
        let row = rows[index]
        guard isDue(row, moment, time) else { return }
        let intent = row.order.intent
        if intent.expires < moment.openTime(at: time), !intent.reduces {
            let late = Reason.late(at: moment.openTime(at: time), until: intent.expires)
            return finish(index, .expired, late, time, &effects)
        }
        let wanted = fillable(intent)
        guard wanted.isPositive else {
            let reason = Reason(intent.reduces ? .nothingToReduce : .oppositeSignal)
            return finish(index, .expired, reason, time, &effects)
        }
        for fill in workingFills(index, wanted, &moment) { take(fill, index, moment, time, &effects) }
        guard rows[index].isOpen, case .candle = moment, intent.orderType == .market, !row.isBracket else {
            return
        }
        finish(index, .expired, shortage(intent, left: rows[index].order), time, &effects)
    }

    /// What the market offered of what an order asked for, valued at the last price.
    private func shortage(_ asked: OrderIntent, left: VenueOrder) -> Reason {
        let mark = symbols[asked.symbol.int].mark
        let (value, rest) = (asked.quantity.notional(at: mark), left.intent.quantity.notional(at: mark))
        let wanted = value ?? .zero
        return Reason(.notEnoughLiquidity, found: (wanted - (rest ?? .zero)).double, limit: wanted.double)
    }

    /// An order meets only what came after it: the next candle, or a book or trade after the latency. Where
    /// there are quotes, a trade of others meets what rests alone; takers take what is quoted.
    private func isDue(_ row: VenueRow, _ moment: Moment, _ time: Timestamp) -> Bool {
        let hasArrived = row.isBracket || model.latency.hasArrived(placed: row.order.placed, by: time)
        switch moment {
        case .candle(let candle, _): return row.isBracket || candle.openTime >= row.order.placed
        case .book: return hasArrived
        case .trade(let trade, _):
            return hasArrived && (row.hasArrived || !symbols[trade.symbol.int].isQuoted)
        }
    }

    /// How much of an order may be filled: an entry never against the position, a reduction never more
    /// than it.
    func fillable(_ intent: OrderIntent) -> Quantity {
        let position = symbols[intent.symbol.int].position
        let isAgainst = position.side == intent.side.opposite
        guard intent.reduces else { return isAgainst ? .zero : intent.quantity }
        return isAgainst ? min(intent.quantity, tradable(intent.symbol).magnitude) : .zero
    }

    /// The position without dust.
    func tradable(_ symbol: SymbolID) -> Quantity {
        model[symbol].filters.lots(of: symbols[symbol.int].position.quantity)
    }

    /// A limit order takes what it meets when it arrives, up to its price; what is left of it rests.
    private mutating func workingFills(
        _ index: Int, _ wanted: Quantity, _ moment: inout Moment
    ) -> [MatchedFill] {
        let row = rows[index]
        let intent = row.order.intent
        guard intent.orderType == .limit else { return taken(intent, wanted, limit: nil, &moment) }
        rows[index].hasArrived = true
        if !row.hasArrived {
            let fills = taken(intent, wanted, limit: intent.price, &moment)
            if !fills.isEmpty { return fills }
        }
        return rested(intent, wanted, &moment).map { [$0] } ?? []
    }

    private mutating func matchTarget(
        _ index: Int, _ moment: inout Moment, _ time: Timestamp, _ effects: inout Effects
    ) {
        let row = rows[index]
        guard row.heldUntil != time else { return }
        let wanted = fillable(row.order.intent)
        for fill in targetFills(row.order, wanted, isNew: row.order.placed == time, &moment) {
            take(fill, index, moment, time, &effects)
        }
    }

    /// A target rests. One that the market had left behind before it was placed is a taker, as any limit
    /// order would be; a candle that opened beyond it gives it its own price all the same.
    private mutating func targetFills(
        _ order: VenueOrder, _ wanted: Quantity, isNew: Bool, _ moment: inout Moment
    ) -> [MatchedFill] {
        guard case .candle(let candle, _) = moment else {
            if isNew { return taken(order.intent, wanted, limit: order.trigger, &moment) }
            return rested(order.intent, wanted, &moment).map { [$0] } ?? []
        }
        guard var fill = rested(order.intent, wanted, &moment) else { return [] }
        let isBehind =
            order.intent.side == .sell ? candle.open >= order.trigger : candle.open <= order.trigger
        fill.isMaker = !(isNew && isBehind)
        return [fill]
    }

    private mutating func matchStop(
        _ index: Int, _ moment: inout Moment, _ time: Timestamp, _ effects: inout Effects
    ) {
        let order = rows[index].order
        guard rows[index].isOpen, isTriggered(order, moment) else { return }
        let met = met(order, moment)
        rows[index].order.intent.price = .absent
        for fill in stopped(order, fillable(order.intent), &moment) {
            take(fill, index, moment, time, &effects)
        }
        guard rows[index].isOpen else { return }
        // What is left of it works on; its target and what still waits of its entry are gone all the same.
        effects.store(.venueOrder(rows[index].order))
        release(index, met: met, time, &effects)
    }

    /// Closes a position whose margin is used up, under a name made from the event's number (Binance
    /// says "autoclose-…"). It is the exchange's own and takes what it needs.
    private mutating func liquidate(
        _ symbol: SymbolID, _ moment: inout Moment, _ time: Timestamp, _ effects: inout Effects
    ) {
        let position = symbols[symbol.int].position
        guard model.market == .um, let side = position.side?.opposite else { return }
        guard let price = model[symbol].liquidation.price(of: position) else { return }
        var intent = OrderIntent()
        intent.symbol = symbol
        intent.side = side
        intent.purpose = .liquidation
        intent.quantity = position.quantity.magnitude
        intent.expires = .never
        var order = VenueOrder(intent: intent, status: .new, trigger: price, placed: time)
        guard isTriggered(order, moment), let fill = liquidated(order, &moment) else { return }
        // Named only where it happens: making a text allocates.
        order.intent.clientOrderID = ClientOrderID(
            signal: Label(clipping: "autoclose-\(lastEventID + 1)"), leg: ClientOrderID.liquidationLeg)
        append(VenueRow(order: order, cause: .none))
        take(fill, rows.count - 1, moment, time, &effects)
    }
}
