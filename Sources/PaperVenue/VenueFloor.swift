import Market
import Matching
import Messages
import Stages

/// Where orders meet the market: the oldest first, each with what those before it left.
struct VenueFloor: Sendable {
    private let model: MatchingModel
    private let abilities: VenueAbilities
    private(set) var market: VenueMarket
    private(set) var books: VenueBooks

    init(_ model: MatchingModel, symbols count: Int, _ abilities: VenueAbilities) {
        self.model = model
        self.abilities = abilities
        market = VenueMarket(model, symbols: count)
        books = VenueBooks(model, symbols: count, abilities)
    }

    // MARK: - The market

    /// A closed candle. Funding due before it uses the position before it, funding at its close the
    /// position after it.
    mutating func hear(_ kline: Kline, _ input: Envelope, _ effects: inout Effects) {
        guard kline.interval == .m1 else { return }
        if !input.isWarmUp {
            fund(kline, until: kline.openTime, &effects)
            // Where our orders queue in the market's book a candle tells nothing of it.
            if !books.isIdle(kline.symbol), market[kline.symbol].isOnCandles, model.fill == .shown {
                let left = model[kline.symbol].candle.offer(of: kline.candle)
                match(kline.symbol, .candle(kline.candle, left), input.time, &effects)
            }
        }
        market.close(kline)
        if !input.isWarmUp { fund(kline, until: kline.closeTime, &effects) }
    }

    /// Where the exchange tells when funding is due, its moments count, and not those of the settings.
    private mutating func fund(_ kline: Kline, until time: Timestamp, _ effects: inout Effects) {
        let symbol = kline.symbol
        let mark = market[symbol].contract == nil ? market[symbol].mark : nil
        fundAsTold(symbol, until: time, &effects)
        books.fund(symbol, until: time, startingAt: kline.openTime, mark: mark, &effects)
    }

    /// The exchange tells its mark price: the funding that it told before is booked once it is due, at the
    /// rate and the mark price that it told last before.
    mutating func hear(_ mark: ContractMark, _ input: Envelope, _ effects: inout Effects) {
        guard model.market == .um, !input.isWarmUp else { return }
        books.begin(mark.symbol, at: input.time)
        let due = market[mark.symbol].contract?.nextFunding ?? .never
        let isOver = mark.nextFunding > due || due <= input.time
        if isOver { fundAsTold(mark.symbol, until: .never, &effects) }
        market.hear(mark.nextFunding > .zero ? mark : nil, of: mark.symbol)
    }

    private mutating func fundAsTold(_ symbol: SymbolID, until time: Timestamp, _ effects: inout Effects) {
        guard let mark = market[symbol].contract, mark.nextFunding <= time else { return }
        books.fund(mark, &effects)
        market.hear(nil, of: symbol)
    }

    mutating func hear(_ ticker: Ticker, _ input: Envelope, _ effects: inout Effects) {
        let meeting = market.hear(ticker, isIdle: books.isIdle(ticker.symbol))
        meet(meeting, ticker.symbol, input, &effects)
    }

    mutating func hear(_ depth: Depth, _ input: Envelope, _ effects: inout Effects) {
        keepQueued(depth.symbol)
        let meeting = market.hear(depth, isIdle: books.isIdle(depth.symbol))
        meet(meeting, depth.symbol, input, &effects)
    }

    /// What rests is met where a trade went through its price; where nobody quotes, takers meet it, too.
    mutating func hear(_ trade: Trade, _ input: Envelope, _ effects: inout Effects) {
        keepQueued(trade.symbol)
        market.hear(trade)
        guard !input.isWarmUp, !books.isIdle(trade.symbol) else { return }
        match(trade.symbol, .trade(trade, trade.quantity), input.time, &effects)
    }

    /// What queues of our orders in the market's book is what is open of them and may be filled now.
    private mutating func keepQueued(_ symbol: SymbolID) {
        for name in market.queued(symbol) {
            if let index = books.orders.place(of: name), !books.orders[index].isTriggered {
                let intent = books.orders[index].order.intent
                market.keep(intent, books.fillable(intent))
            } else {
                market.leave(name, symbol)
            }
        }
    }

    private mutating func meet(
        _ meeting: VenueMeeting, _ symbol: SymbolID, _ input: Envelope, _ effects: inout Effects
    ) {
        guard !input.isWarmUp, !books.isIdle(symbol) else { return }
        switch meeting {
        case .nothing: break
        case .all(let quote): match(symbol, .book(quote), input.time, &effects)
        case .triggers(let quote):
            var moment = Moment.book(quote)
            matchBrackets(symbol, &moment, input.time, &effects)
            books.sweep()
        }
    }

    // MARK: - Orders

    /// Takes an order in, or says which rule of the exchange it breaks.
    mutating func place(_ intent: OrderIntent, _ input: Envelope, _ effects: inout Effects) {
        if let reason = refusal(of: intent, input.time) {
            return books.refuse(intent.clientOrderID, reason)
        }
        var order = VenueOrder(intent: intent, status: .new, placed: input.time)
        if intent.purpose == .stop || intent.purpose == .target { order.trigger = intent.price }
        books.place(order, because: input.id, &effects)
    }

    private func refusal(of intent: OrderIntent, _ time: Timestamp) -> Reason? {
        guard market.knows(intent.symbol) else { return Reason(.unknownSymbol) }
        let attached = intent.stopLoss.present ?? intent.takeProfit.present
        if let attached, !abilities.contains(.attachedStops) {
            return Reason(.invalidPrice, found: attached.double)
        }
        let position = books.position(of: intent.symbol)
        let isAgainst = position.side == intent.side.opposite && !books.tradable(intent.symbol).isZero
        if intent.reduces, !isAgainst { return Reason(.nothingToReduce) }
        // A stop or target that is put back was within the rules when it came to rest; it needs no price yet.
        if intent.purpose == .stop || intent.purpose == .target {
            return intent.price.isPositive ? nil : Reason(.noPrice)
        }
        let mark = market[intent.symbol].mark
        guard mark.isPositive else { return Reason(.noPrice) }
        if !intent.reduces, intent.expires < time { return .late(at: time, until: intent.expires) }
        if !intent.reduces, model.market == .spot, intent.side == .sell {
            return Reason(
                .insufficientBalance, found: position.quantity.double, limit: intent.quantity.double)
        }
        return model[intent.symbol].filters.breach(of: intent, mark: mark)
    }

    /// Takes an order back, whether it waits or rests, for the reason that came with it.
    mutating func cancel(_ order: CancelOrder, _ time: Timestamp, _ effects: inout Effects) {
        guard let index = books.orders.place(of: order.clientOrderID) else { return }
        books.end(index, .cancelled, order.reason, time, &effects)
        books.sweep()
    }

    // MARK: - The end of data

    /// The recorded data is over: nothing that waits can be filled any more. Stops and targets stay.
    mutating func expireWaiting(_ time: Timestamp, _ effects: inout Effects) {
        for index in books.orders.rows.indices where books.orders[index].isWaiting {
            books.end(index, .expired, Reason(.endOfData), time, &effects)
        }
        books.sweep()
    }

    /// A pair's data is at its end while that of others goes on (decision 23): what waits can't be filled any
    /// more, and what is held is settled, unless it is to be kept with its stop and target.
    mutating func cease(_ health: FeedHealth, keeps: Bool, _ input: Envelope, _ effects: inout Effects) {
        for index in books.orders.rows.indices where books.orders[index].isWaiting {
            guard books.orders[index].order.intent.symbol == health.symbol else { continue }
            books.end(index, .expired, health.end, input.time, &effects)
        }
        if !keeps { settle(health, input, &effects) }
        books.sweep()
    }

    /// Closes what is held at the last price, as a market order would: half the spread worse, at a taker's
    /// fee; its stop and target go with it.
    private mutating func settle(_ health: FeedHealth, _ input: Envelope, _ effects: inout Effects) {
        let (symbol, mark) = (health.symbol, market[health.symbol].mark)
        let quantity = books.tradable(symbol)
        guard let side = books.position(of: symbol).side?.opposite, !quantity.isZero, mark.isPositive else {
            return
        }
        let spread = model[symbol].spread
        let price = max(spread.taken(side, at: mark), spread.tickSize)
        var intent = OrderIntent(own: .settlement, symbol, side, quantity.magnitude)
        intent.clientOrderID = books.ownName("settled", leg: ClientOrderID.settlementLeg)
        let order = VenueOrder(intent: intent, status: .new, placed: input.time)
        let last = Candle(
            openTime: health.lastEvent, closeTime: health.lastEvent, open: mark, high: mark, low: mark,
            close: mark, volume: 0, quoteVolume: 0)
        let moment = Moment.candle(last, model[symbol].candle.offer(of: last))
        let index = books.add(own: order, because: input.id)
        books.take(MatchedFill(quantity.magnitude, at: price), index, moment, input.time, &effects)
    }

    // MARK: - Matching

    /// Lets every order of a symbol meet the market: first what works, then what waits for a trigger.
    private mutating func match(
        _ symbol: SymbolID, _ moment: Moment, _ time: Timestamp, _ effects: inout Effects
    ) {
        var moment = moment
        for index in books.orders.rows.indices where books.orders[index].order.intent.symbol == symbol {
            let row = books.orders[index]
            if row.isOpen, row.isWorking { matchWorking(index, &moment, time, &effects) }
        }
        matchBrackets(symbol, &moment, time, &effects)
        books.sweep()
    }

    /// Stops before the liquidation (they lie nearer), both before targets: the worst order.
    private mutating func matchBrackets(
        _ symbol: SymbolID, _ moment: inout Moment, _ time: Timestamp, _ effects: inout Effects
    ) {
        for index in books.orders.resting(.stop, symbol) { matchStop(index, &moment, time, &effects) }
        liquidate(symbol, &moment, time, &effects)
        for index in books.orders.resting(.target, symbol) where books.orders[index].isOpen {
            matchTarget(index, &moment, time, &effects)
        }
    }

    private mutating func matchWorking(
        _ index: Int, _ moment: inout Moment, _ time: Timestamp, _ effects: inout Effects
    ) {
        let row = books.orders[index]
        guard isDue(row, moment, time) else { return }
        let intent = row.order.intent
        if intent.expires < moment.openTime(at: time), !intent.reduces {
            let late = Reason.late(at: moment.openTime(at: time), until: intent.expires)
            return books.end(index, .expired, late, time, &effects)
        }
        let wanted = books.fillable(intent)
        guard wanted.isPositive else {
            let reason = Reason(intent.reduces ? .nothingToReduce : .oppositeSignal)
            return books.end(index, .expired, reason, time, &effects)
        }
        for fill in workingFills(index, wanted, &moment) { books.take(fill, index, moment, time, &effects) }
        guard books.orders[index].isOpen, case .candle = moment, intent.orderType == .market, !row.isBracket
        else { return }
        let left = books.orders[index].order
        books.end(index, .expired, shortage(intent, left: left), time, &effects)
    }

    /// What the market offered of what an order asked for, valued at the last price.
    private func shortage(_ asked: OrderIntent, left: VenueOrder) -> Reason {
        let mark = market[asked.symbol].mark
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
            return hasArrived && (row.hasArrived || !market[trade.symbol].isQuoted)
        }
    }

    /// A limit order takes what it meets when it arrives, up to its price; what is left of it rests.
    private mutating func workingFills(
        _ index: Int, _ wanted: Quantity, _ moment: inout Moment
    ) -> [MatchedFill] {
        let row = books.orders[index]
        let intent = row.order.intent
        guard intent.orderType == .limit else { return market.take(intent, wanted, limit: nil, &moment) }
        books.arrive(index)
        if !row.hasArrived {
            let fills = market.take(intent, wanted, limit: intent.price, &moment)
            if !fills.isEmpty { return fills }
        }
        return market.rest(intent, wanted, &moment).map { [$0] } ?? []
    }

    private mutating func matchTarget(
        _ index: Int, _ moment: inout Moment, _ time: Timestamp, _ effects: inout Effects
    ) {
        let row = books.orders[index]
        guard row.heldUntil != time else { return }
        let wanted = books.fillable(row.order.intent)
        for fill in targetFills(row.order, wanted, isNew: row.order.placed == time, &moment) {
            books.take(fill, index, moment, time, &effects)
        }
    }

    /// A target rests. One that the market had left behind before it was placed is a taker, as any limit
    /// order would be; a candle that opened beyond it gives it its own price all the same.
    private mutating func targetFills(
        _ order: VenueOrder, _ wanted: Quantity, isNew: Bool, _ moment: inout Moment
    ) -> [MatchedFill] {
        guard case .candle(let candle, _) = moment else {
            if isNew { return market.take(order.intent, wanted, limit: order.trigger, &moment) }
            return market.rest(order.intent, wanted, &moment).map { [$0] } ?? []
        }
        guard var fill = market.rest(order.intent, wanted, &moment) else { return [] }
        let isBehind =
            order.intent.side == .sell ? candle.open >= order.trigger : candle.open <= order.trigger
        fill.isMaker = !(isNew && isBehind)
        return [fill]
    }

    private mutating func matchStop(
        _ index: Int, _ moment: inout Moment, _ time: Timestamp, _ effects: inout Effects
    ) {
        let order = books.orders[index].order
        guard books.orders[index].isOpen, market.isTriggered(order, moment) else { return }
        let met = market.met(order, moment)
        books.trigger(index)
        for fill in market.stop(order, books.fillable(order.intent), &moment) {
            books.take(fill, index, moment, time, &effects)
        }
        // What is left of it works on; its target and what still waits of its entry are gone all the same.
        if books.orders[index].isOpen { books.release(index, met: met, time, &effects) }
    }

    /// Closes a position whose margin is used up, under a name made from the event's number (Binance
    /// says "autoclose-…"). It is the exchange's own and takes what it needs.
    private mutating func liquidate(
        _ symbol: SymbolID, _ moment: inout Moment, _ time: Timestamp, _ effects: inout Effects
    ) {
        let position = books.position(of: symbol)
        guard model.market == .um, let side = position.side?.opposite else { return }
        guard let price = model[symbol].liquidation.price(of: position) else { return }
        let quantity = position.quantity.magnitude
        let intent = OrderIntent(own: .liquidation, symbol, side, quantity)
        var order = VenueOrder(intent: intent, status: .new, trigger: price, placed: time)
        guard market.isTriggered(order, moment), let fill = market.liquidate(order, &moment) else { return }
        // Named only where it happens: making a text allocates.
        order.intent.clientOrderID = books.ownName("autoclose", leg: ClientOrderID.liquidationLeg)
        let index = books.add(own: order, because: .none)
        books.take(fill, index, moment, time, &effects)
    }

    // MARK: - State

    mutating func recover(_ order: VenueOrder) { books.recover(order) }

    mutating func recover(_ position: VenuePosition) { books.recover(position) }

    func save(into writer: inout StateWriter) {
        market.save(into: &writer)
        books.save(into: &writer)
    }

    mutating func restore(from reader: inout StateReader) throws(StateError) {
        try market.restore(from: &reader)
        try books.restore(from: &reader)
    }
}
