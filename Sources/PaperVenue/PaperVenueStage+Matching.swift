import Market
import Matching
import Messages
import Stages

extension PaperVenueStage {
    /// Lets every order of a symbol meet the market: first what waited, then what protects it.
    mutating func match(_ symbol: SymbolID, _ sight: Sight, _ time: Timestamp, _ effects: inout Effects) {
        for index in rows.indices where rows[index].order.intent.symbol == symbol && !rows[index].isBracket {
            if rows[index].isOpen { matchWaiting(index, sight, time, &effects) }
        }
        matchBrackets(symbol, sight, time, &effects)
        removeFinished()
    }

    /// Stops before the liquidation (they lie nearer), both before targets: the worst order.
    mutating func matchBrackets(
        _ symbol: SymbolID, _ sight: Sight, _ time: Timestamp, _ effects: inout Effects
    ) {
        matchBrackets(symbol, .stop, sight, time, &effects)
        liquidate(symbol, sight, time, &effects)
        matchBrackets(symbol, .target, sight, time, &effects)
    }

    private mutating func matchWaiting(
        _ index: Int, _ sight: Sight, _ time: Timestamp, _ effects: inout Effects
    ) {
        let order = rows[index].order
        guard isDue(order, sight, time) else { return }
        if order.intent.expires < sight.openTime(at: time), !order.intent.reduces {
            let late = Reason.late(at: sight.openTime(at: time), until: order.intent.expires)
            return finish(index, .expired, late, time, &effects)
        }
        let wanted = fillable(order.intent)
        guard wanted.isPositive else {
            let reason = Reason(order.intent.reduces ? .nothingToReduce : .oppositeSignal)
            return finish(index, .expired, reason, time, &effects)
        }
        if let fill = waitingFill(order.intent, wanted, sight) { take(fill, index, sight, time, &effects) }
        guard rows[index].isOpen, case .candle = sight, order.intent.orderType == .market else { return }
        finish(index, .expired, shortage(order.intent, left: rows[index].order), time, &effects)
    }

    /// What the market offered of what an order asked for, valued at the last price.
    private func shortage(_ asked: OrderIntent, left: VenueOrder) -> Reason {
        let mark = symbols[asked.symbol.int].mark
        let (value, rest) = (asked.quantity.notional(at: mark), left.intent.quantity.notional(at: mark))
        let wanted = value ?? .zero
        return Reason(.notEnoughLiquidity, found: (wanted - (rest ?? .zero)).double, limit: wanted.double)
    }

    /// An order meets only what came after it: the next candle, or a quote after the latency.
    private func isDue(_ order: VenueOrder, _ sight: Sight, _ time: Timestamp) -> Bool {
        switch sight {
        case .candle(let candle): candle.openTime >= order.placed
        case .quote:
            books[order.intent.symbol.int].isEmpty && model.latency.hasArrived(placed: order.placed, by: time)
        case .book: model.latency.hasArrived(placed: order.placed, by: time)
        }
    }

    /// How much of an order may be filled: an entry never against the position, a reduction never more
    /// than it.
    private func fillable(_ intent: OrderIntent) -> Quantity {
        let position = symbols[intent.symbol.int].position
        let isAgainst = position.side == intent.side.opposite
        guard intent.reduces else { return isAgainst ? .zero : intent.quantity }
        return isAgainst ? min(intent.quantity, tradable(intent.symbol).magnitude) : .zero
    }

    /// The position without dust.
    func tradable(_ symbol: SymbolID) -> Quantity {
        model[symbol].filters.lots(of: symbols[symbol.int].position.quantity)
    }

    private func waitingFill(_ intent: OrderIntent, _ wanted: Quantity, _ sight: Sight) -> MatchedFill? {
        let symbol = model[intent.symbol]
        let step = symbol.filters.stepSize
        switch (sight, intent.orderType) {
        case (.candle(let candle), .market): return symbol.candle.market(intent.side, wanted, in: candle)
        case (.candle(let candle), .limit):
            return symbol.candle.limit(intent.side, wanted, at: intent.price, in: candle)
        case (.quote(let quote), .market):
            return QuoteMatch.market(intent.side, wanted, on: quote, step: step)
        case (.book, .market):
            return QuoteMatch.market(intent.side, wanted, in: books[intent.symbol.int], step: step)
        case (.quote(let quote), .limit), (.book(let quote), .limit):
            return QuoteMatch.limit(intent.side, wanted, at: intent.price, on: quote, step: step)
        }
    }

    private mutating func matchBrackets(
        _ symbol: SymbolID, _ purpose: Purpose, _ sight: Sight, _ time: Timestamp, _ effects: inout Effects
    ) {
        for index in rows.indices where rows[index].order.intent.symbol == symbol {
            let order = rows[index].order
            guard rows[index].isOpen, rows[index].isBracket, order.intent.purpose == purpose else { continue }
            if let fill = bracketFill(order, sight) { take(fill, index, sight, time, &effects) }
        }
    }

    private func bracketFill(_ order: VenueOrder, _ sight: Sight) -> MatchedFill? {
        let symbol = model[order.intent.symbol]
        let (side, wanted) = (order.intent.side, fillable(order.intent))
        switch (sight, order.intent.purpose == .stop) {
        case (.candle(let candle), true):
            return symbol.candle.stop(side, wanted, trigger: order.trigger, in: candle)
        case (.candle(let candle), false):
            return symbol.candle.target(side, wanted, trigger: order.trigger, in: candle)
        case (.quote(let quote), true), (.book(let quote), true):
            return QuoteMatch.stop(side, wanted, trigger: order.trigger, on: quote, spread: symbol.spread)
        case (.quote(let quote), false), (.book(let quote), false):
            return QuoteMatch.target(side, wanted, trigger: order.trigger, on: quote)
        }
    }

    /// Closes a position whose margin is used up, under a name made from the event's number (Binance
    /// says "autoclose-…").
    private mutating func liquidate(
        _ symbol: SymbolID, _ sight: Sight, _ time: Timestamp, _ effects: inout Effects
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
        guard let fill = liquidationFill(order, sight) else { return }
        // Named only where it happens: making a text allocates.
        order.intent.clientOrderID = ClientOrderID(
            signal: Label(clipping: "autoclose-\(lastEventID + 1)"), leg: ClientOrderID.liquidationLeg)
        append(VenueRow(order: order, cause: .none))
        take(fill, rows.count - 1, sight, time, &effects)
    }

    private func liquidationFill(_ order: VenueOrder, _ sight: Sight) -> MatchedFill? {
        var order = order
        order.intent.purpose = .stop
        return bracketFill(order, sight)
    }
}
