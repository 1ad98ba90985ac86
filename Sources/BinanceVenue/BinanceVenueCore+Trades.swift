import Exchanges
import Market
import Messages
import Stages

/// Fills, each told once.
extension BinanceVenueCore {
    /// A fill that came with its order's name.
    mutating func take(_ trade: ExchangeTrade, named told: ExchangeOrder, at moment: Moment) {
        guard isNew(trade) else { return }
        if let place = orders.place(of: told) { return tell(trade, place, at: moment) }
        resolve(trade, told.name, at: moment)
    }

    /// A fill with no more than its order's number.
    mutating func take(_ trade: ExchangeTrade, at moment: Moment) {
        guard isNew(trade) else { return }
        if let place = orders.place(of: trade.symbol, number: trade.order) {
            return tell(trade, place, at: moment)
        }
        hold(trade)
        requests.want(.find(trade.symbol, number: trade.order), at: moment.monotonic)
    }

    private func isNew(_ trade: ExchangeTrade) -> Bool {
        trade.symbol.int < trades.count && trade.quantity.isPositive
            && !trades[trade.symbol.int].has(trade.number)
    }

    private mutating func hold(_ trade: ExchangeTrade) {
        let isHeld = unplaced.contains { $0.symbol == trade.symbol && $0.number == trade.number }
        if !isHeld { unplaced.append(trade) }
    }

    /// A fill whose order's name is known now.
    private mutating func resolve(_ trade: ExchangeTrade, _ name: OrderName, at moment: Moment) {
        if let purpose = name.forced { return tell(trade, forcedBy: purpose, at: moment) }
        // It may be what a stop or target of ours became: who was triggered is asked first.
        let parents = orders.indices.filter { place in
            let row = orders[place]
            return row.symbol == trade.symbol && row.side == trade.side && row.isConditional && row.child == 0
                && (row.isAlive || row.life.status == .filled)
        }
        guard !parents.isEmpty, settings.isFutures else { return pass(over: trade, name, at: moment) }
        hold(trade)
        for place in parents { requests.want(.query(orders[place].id), at: moment.monotonic) }
    }

    /// A fill of somebody else's order.
    private mutating func pass(over trade: ExchangeTrade, _ name: OrderName, at moment: Moment) {
        let change = Quantity(raw: trade.side.sign * event(of: trade, ClientOrderID(), .entry).received.raw)
        trades[trade.symbol.int].note(foreign: trade.number, change, at: trade.price)
        telling.note(
            "leaves a fill of another's order alone: \(name.text), \(change) "
                + settings.instruments.name(trade.symbol))
        offset(trade.symbol)
        beginBooks(of: trade.symbol, at: moment)
    }

    /// A pair has one position: what others trade against Strata's closes it, and the executor hears of that.
    private mutating func offset(_ symbol: SymbolID) {
        guard let base = bases[symbol.int] else { return }
        let (own, foreign) = (base.plus(trades[symbol.int].own), trades[symbol.int].foreign)
        guard own.raw > 0 && foreign.raw < 0 || own.raw < 0 && foreign.raw > 0 else { return }
        let closed = Quantity(raw: own.raw.signum() * min(own.magnitude, foreign.magnitude).raw)
        bases[symbol.int] = base.plus(-closed)
        trades[symbol.int].correct(foreign: foreign.plus(closed))
        words.append(.link(.up))
    }

    /// How often it is asked again for an order that it does not know.
    private static let furtherQuestions = 3

    /// The exchange told which order a number is; `nil` where it knows it no more.
    mutating func found(_ told: ExchangeOrder?, _ symbol: SymbolID, number: Int64, at moment: Moment) {
        let times = notFound.first { $0.number == number }?.times ?? 0
        notFound.removeAll { $0.number == number }
        if told == nil, times < Self.furtherQuestions {
            notFound.append((number, times + 1))
            let later = moment.monotonic + settings.queryEvery
            return requests.want(.find(symbol, number: number), at: moment.monotonic, notBefore: later)
        }
        let waiting = unplaced.filter { $0.symbol == symbol && $0.order == number }
        unplaced.removeAll { $0.symbol == symbol && $0.order == number }
        guard let told else {
            for trade in waiting { pass(over: trade, OrderName(), at: moment) }
            return
        }
        let place = orders.place(of: told) ?? adopt(told, at: moment)
        for trade in waiting where isNew(trade) {
            if let place { tell(trade, place, at: moment) } else { resolve(trade, told.name, at: moment) }
        }
        if let place { tell(told, place, at: moment) }
        finishBooksOnceFound(symbol, at: moment)
    }

    /// Fills that waited find their orders by the numbers that are known now.
    mutating func placeFills(of symbol: SymbolID, at moment: Moment) {
        for trade in unplaced where trade.symbol == symbol {
            guard let place = orders.place(of: symbol, number: trade.order) else { continue }
            unplaced.removeAll { $0.symbol == symbol && $0.number == trade.number }
            if isNew(trade) { tell(trade, place, at: moment) }
        }
    }

    /// A conditional order was asked for: fills that waited for that are another's.
    mutating func settleFills(of symbol: SymbolID, at moment: Moment) {
        placeFills(of: symbol, at: moment)
        let isAsked = orders.indices.contains { place in
            let row = orders[place]
            return row.symbol == symbol && row.isConditional && row.child == 0
                && requests.has(.query(row.id))
        }
        guard !isAsked else { return }
        for trade in unplaced where trade.symbol == symbol {
            guard !requests.has(.find(symbol, number: trade.order)) else { continue }
            unplaced.removeAll { $0.symbol == symbol && $0.number == trade.number }
            pass(over: trade, OrderName(), at: moment)
        }
        finishBooksOnceFound(symbol, at: moment)
    }

    // MARK: - Telling

    private mutating func tell(_ trade: ExchangeTrade, _ place: Int, at moment: Moment) {
        let row = orders[place]
        let event = event(of: trade, row.id, row.purpose)
        // Another order of the same fills comes to another average: the books are held against ours again.
        if trades[trade.symbol.int].isBehind(trade.number) {
            due.disorder = min(due.disorder, moment.monotonic + settings.resyncEvery)
        }
        tellFee(of: trade)
        words.append(.event(event))
        note(event)
        orders[place].told = orders[place].told.plus(trade.quantity)
        orders[place].executed = max(orders[place].executed, orders[place].told)
        if orders[place].quantity.isZero { orders[place].side = trade.side }
        guard row.phase != .ended else {
            if orders[place].told >= orders[place].executed { sayEnd(place, at: moment) }
            return
        }
        let isWhole = row.quantity.isPositive && orders[place].told >= row.quantity
        orders[place].life.apply(.told(isWhole ? .filled : .partiallyFilled))
        if orders[place].phase == .ended { return end(place, at: moment) }
        if row.phase != .open { orders[place].openSince = moment.monotonic }
        answer(place)
    }

    /// The exchange closed a position itself.
    private mutating func tell(_ trade: ExchangeTrade, forcedBy purpose: Purpose, at moment: Moment) {
        let leg = purpose == .settlement ? ClientOrderID.settlementLeg : ClientOrderID.liquidationLeg
        let signal = Label(clipping: purpose == .settlement ? "settled-" : "autoclose-\(trade.order)")
        let event = event(of: trade, ClientOrderID(signal: signal, leg: leg), purpose)
        words.append(.event(event))
        note(event)
    }

    /// A fill that was told moved what is held.
    private mutating func note(_ fill: VenueEvent) {
        let change = Quantity(raw: fill.side.sign * fill.received.raw)
        trades[fill.symbol.int].tell(Int64(fill.eventID), change, at: fill.price)
    }

    private mutating func event(
        of trade: ExchangeTrade, _ id: ClientOrderID, _ purpose: Purpose
    ) -> VenueEvent {
        var event = VenueEvent()
        event.eventID = UInt64(trade.number)
        (event.clientOrderID, event.symbol, event.kind) = (id, trade.symbol, .filled)
        (event.purpose, event.side, event.isMaker) = (purpose, trade.side, trade.isMaker)
        (event.quantity, event.price, event.openTime) = (trade.quantity, trade.price, trade.time)
        setFee(of: &event, trade)
        return event
    }

    /// In which asset the fee of a fill was taken. On futures nothing is taken from what is traded, so that
    /// BNB is a fee's there even of BNB's own pair.
    private func asset(ofFeeOf trade: ExchangeTrade) -> FeeAsset {
        let instrument = settings.instruments[trade.symbol]
        let asset = "\(trade.feeAsset)"
        if instrument.market == .spot, asset == instrument.base { return .base }
        if instrument.name.hasSuffix("/" + asset) { return .quote }
        return trade.feeAsset == Account.feeAsset ? .bnb : .other
    }

    /// A fee is told in the asset in which it was taken; what was taken from the bought one also at the
    /// fill's price.
    private mutating func setFee(of event: inout VenueEvent, _ trade: ExchangeTrade) {
        guard trade.fee != 0 else { return }
        switch asset(ofFeeOf: trade) {
        case .base:
            // What is sold shrinks the holding together with such a fee.
            event.baseFee = Quantity(raw: trade.side.sign * trade.fee)
            event.fee = Quantity(raw: trade.fee).notional(at: trade.price) ?? .zero
        case .quote: event.fee = Money(raw: trade.fee)
        case .bnb: break
        case .other:
            let fee = Quantity(raw: trade.fee)
            telling.note("pays a fee of \(fee) \(trade.feeAsset), which is not in the books")
        }
    }

    /// A fee in the exchange's own asset is told before its fill, so that both are booked as one.
    private mutating func tellFee(of trade: ExchangeTrade) {
        guard trade.fee != 0, asset(ofFeeOf: trade) == .bnb else { return }
        var event = VenueEvent()
        (event.eventID, event.symbol, event.kind) = (UInt64(trade.number), trade.symbol, .feeInBNB)
        (event.quantity, event.openTime) = (Quantity(raw: trade.fee), trade.time)
        words.append(.event(event))
    }

    // MARK: - Funding

    /// A payment; less than zero where it was paid.
    mutating func take(funding income: Money, _ symbol: SymbolID, at time: Timestamp) {
        let hour = FundingHour(symbol, at: time)
        guard symbol != .none, time >= since, !paid.contains(hour) else { return }
        paid.append(hour)
        if paid.count > 2048 { paid.removeFirst(1024) }
        var event = VenueEvent()
        (event.eventID, event.symbol, event.kind) = (hour.hour, symbol, .funding)
        (event.fee, event.openTime) = (-income, time)
        words.append(.event(event))
    }
}
