import Market
import Matching
import Messages
import Stages

/// What is held at the paper venue and which orders are there: every change is durable before its event is
/// said. What follows from a fill for the stops and targets follows at once.
struct VenueBooks: Sendable {
    private let model: MatchingModel
    private let abilities: VenueAbilities
    private(set) var orders: VenueOrders
    /// By symbol.
    private var held: [HeldPosition]
    /// Number of the newest event; they count up over all symbols.
    private var lastEventID: UInt64 = 0

    init(_ model: MatchingModel, symbols count: Int, _ abilities: VenueAbilities) {
        self.model = model
        self.abilities = abilities
        orders = VenueOrders(symbols: count)
        held = Array(repeating: HeldPosition(), count: count)
    }

    func position(of symbol: SymbolID) -> Position { held[symbol.int].position }

    /// The position without dust.
    func tradable(_ symbol: SymbolID) -> Quantity {
        model[symbol].filters.lots(of: held[symbol.int].position.quantity)
    }

    /// Whether nothing can happen with a symbol.
    func isIdle(_ symbol: SymbolID) -> Bool {
        !orders.hasAny(of: symbol) && held[symbol.int].position.isFlat
    }

    /// How much of an order may be filled: an entry never against the position, a reduction never more
    /// than it.
    func fillable(_ intent: OrderIntent) -> Quantity {
        let isAgainst = held[intent.symbol.int].position.side == intent.side.opposite
        guard intent.reduces else { return isAgainst ? .zero : intent.quantity }
        return isAgainst ? min(intent.quantity, tradable(intent.symbol).magnitude) : .zero
    }

    /// A name for an order of the venue's own, made from the number of its first event.
    func ownName(_ beginning: StaticString, leg: UInt8) -> ClientOrderID {
        ClientOrderID(signal: Label(clipping: "\(beginning)-\(lastEventID + 1)"), leg: leg)
    }

    // MARK: - Orders

    /// Takes an order in, durable. Where stops and targets are plain orders, each is said as it comes to
    /// rest.
    mutating func place(_ order: VenueOrder, because cause: EventID, _ effects: inout Effects) {
        let index = orders.add(VenueRow(order: order, cause: cause))
        effects.store(.venueOrder(order))
        guard abilities != .all, orders[index].isBracket else { return }
        say(event(.protected, of: index, order.placed), because: cause, &effects)
    }

    /// Adds an order of the venue's own, which is filled at once; answers its place.
    mutating func add(own order: VenueOrder, because cause: EventID) -> Int {
        orders.add(VenueRow(order: order, cause: cause))
    }

    /// Remembers an order that was refused.
    mutating func refuse(_ name: ClientOrderID, _ reason: Reason) { orders.refuse(name, reason) }

    /// Ends an order without a fill: durable, then said.
    mutating func end(
        _ index: Int, _ status: OrderStatus, _ reason: Reason, _ time: Timestamp, _ effects: inout Effects
    ) {
        orders.end(index, status, reason)
        var event = self.event(status == .cancelled ? .cancelled : .expired, of: index, time)
        event.reason = reason
        effects.store(.venueOrder(orders[index].order))
        say(event, because: orders[index].cause, &effects)
    }

    /// A limit order has met the market once.
    mutating func arrive(_ index: Int) { orders.arrive(index) }

    /// A stop was touched: a taker until it is filled.
    mutating func trigger(_ index: Int) { orders.trigger(index) }

    /// Forgets the orders that came to their end; places hold no longer.
    mutating func sweep() { orders.sweep() }

    /// What is to be said of an order, with its open quantity and no fee.
    func event(_ kind: VenueEventKind, of index: Int, _ time: Timestamp) -> VenueEvent {
        let order = orders[index].order
        var event = VenueEvent()
        event.clientOrderID = order.intent.clientOrderID
        event.symbol = order.intent.symbol
        event.kind = kind
        event.purpose = order.intent.purpose
        event.side = order.intent.side
        event.quantity = order.intent.quantity
        event.price = order.trigger.present ?? order.intent.price.present ?? .zero
        event.openTime = time
        return event
    }

    /// Numbers an event, keeps the symbol's state durable, and says it.
    private mutating func say(_ event: VenueEvent, because cause: EventID, _ effects: inout Effects) {
        var event = event
        lastEventID += 1
        event.eventID = lastEventID
        held[event.symbol.int].lastEventID = lastEventID
        effects.store(.venuePosition(held[event.symbol.int].record(event.symbol)))
        effects.publish(.venueEvent(event), because: Causes(cause))
    }

    // MARK: - Fills

    /// Books a fill, and lets its stop and target rest, or takes what rested off.
    mutating func take(
        _ fill: MatchedFill, _ index: Int, _ moment: Moment, _ time: Timestamp, _ effects: inout Effects
    ) {
        guard fill.quantity.isPositive else { return }
        let intent = orders[index].order.intent
        let fee = model.fees.fee(of: fill, intent.side)
        let received = fill.quantity - (fee.taken.present ?? .zero)
        held[intent.symbol.int].position.apply(intent.side, received, at: fill.price)
        orders.fill(index, fill.quantity)
        var event = self.event(.filled, of: index, moment.openTime(at: time))
        event.isMaker = fill.isMaker
        event.quantity = fill.quantity
        event.price = fill.price
        event.fee = fee.value
        event.baseFee = fee.taken
        effects.store(.venueOrder(orders[index].order))
        say(event, because: orders[index].cause, &effects)
        if intent.reduces {
            guard abilities.contains(.oneCancelsOther) else { return }
            afterReduction(index, intent, fill, time, &effects)
        } else {
            protect(intent, fill.quantity, orders[index].cause, time, &effects)
            if case .candle = moment, fill.isMaker { holdTarget(of: intent, until: time) }
        }
    }

    /// A stop was touched: its target goes, and what still waits of its entry. Where the stop was filled in
    /// part both went with that fill; here they go for the touch alone.
    mutating func release(_ index: Int, met price: Price, _ time: Timestamp, _ effects: inout Effects) {
        let order = orders[index].order
        effects.store(.venueOrder(order))
        guard abilities.contains(.oneCancelsOther) else { return }
        let reason = Reason(.stopTriggered, found: price.double, limit: order.trigger.double)
        if let other = orders.sibling(of: index) { resize(other, to: .zero, reason, time, &effects) }
        cancelWaiting(of: order.intent, reason, time, &effects)
    }

    /// What an entry met inside a candle came before or after the candle's extremes: its target counts from
    /// the next one, its stop from this.
    private mutating func holdTarget(of entry: OrderIntent, until time: Timestamp) {
        let name = entry.clientOrderID.leg(ClientOrderID.targetLeg)
        if let target = orders.place(of: name) { orders.hold(target, until: time) }
    }

    /// Lets the entry's stop and target rest for what was filled of it.
    private mutating func protect(
        _ entry: OrderIntent, _ quantity: Quantity, _ cause: EventID, _ time: Timestamp,
        _ effects: inout Effects
    ) {
        if let stop = entry.stopLoss.present { rest(entry, .stop, stop, quantity, cause, time, &effects) }
        if let target = entry.takeProfit.present {
            rest(entry, .target, target, quantity, cause, time, &effects)
        }
    }

    private mutating func rest(
        _ entry: OrderIntent, _ purpose: Purpose, _ trigger: Price, _ quantity: Quantity, _ cause: EventID,
        _ time: Timestamp, _ effects: inout Effects
    ) {
        let name = entry.clientOrderID.leg(purpose == .stop ? ClientOrderID.stopLeg : ClientOrderID.targetLeg)
        let found = orders.place(of: name)
        let before = found.map { orders[$0].order.intent.quantity } ?? .zero
        let quantity =
            model.market == .um ? before + quantity : sellable(entry.symbol, purpose, besides: name)
        if let found { return resize(found, to: quantity, Reason(), time, &effects) }
        guard quantity.isPositive else { return }
        let order = VenueOrder(
            intent: OrderIntent(purpose, of: entry, name, at: trigger, quantity), status: .new,
            trigger: trigger, placed: time)
        resize(orders.add(VenueRow(order: order, cause: cause)), to: quantity, Reason(), time, &effects)
    }

    /// What a stop or target on spot may rest for: all that is held and that no other one of its kind rests
    /// for, in whole lots.
    private func sellable(_ symbol: SymbolID, _ purpose: Purpose, besides name: ClientOrderID) -> Quantity {
        let others = orders.rows.reduce(Quantity.zero) { sum, row in
            let intent = row.order.intent
            let counts =
                row.isOpen && row.isBracket && intent.symbol == symbol && intent.purpose == purpose
                && intent.clientOrderID != name
            return counts ? sum + intent.quantity : sum
        }
        return model[symbol].filters.lots(of: held[symbol.int].position.quantity - others)
    }

    /// A fill closed something: what rests for that quantity goes, and a stop or target that ended a
    /// signal's trade takes what still waited of the same signal with it.
    private mutating func afterReduction(
        _ index: Int, _ intent: OrderIntent, _ fill: MatchedFill, _ time: Timestamp, _ effects: inout Effects
    ) {
        let row = orders[index]
        let reason = Reason(closing: row.order, fill)
        if row.isBracket, intent.purpose != .liquidation {
            if let other = orders.sibling(of: index) {
                let rest = max(.zero, orders[other].order.intent.quantity - fill.quantity)
                resize(other, to: row.isTriggered ? .zero : rest, reason, time, &effects)
            }
            cancelWaiting(of: intent, reason, time, &effects)
        } else {
            shrink(intent.symbol, by: fill.quantity, reason, time, &effects)
        }
        guard tradable(intent.symbol).isZero else { return }
        for other in orders.rows.indices
        where orders[other].isBracket && orders[other].order.intent.symbol == intent.symbol {
            if orders[other].isOpen { resize(other, to: .zero, reason, time, &effects) }
        }
    }

    /// Takes a closed quantity off the resting orders of a symbol, oldest signal first; stop and target
    /// of one signal lose the same.
    private mutating func shrink(
        _ symbol: SymbolID, by quantity: Quantity, _ reason: Reason, _ time: Timestamp,
        _ effects: inout Effects
    ) {
        var left = quantity
        for index in orders.rows.indices where left.isPositive {
            let intent = orders[index].order.intent
            guard orders[index].isOpen, orders[index].isBracket, intent.symbol == symbol else { continue }
            let cut = min(left, intent.quantity)
            let other = orders.sibling(of: index)
            resize(index, to: intent.quantity - cut, reason, time, &effects)
            left -= cut
            guard let other else { continue }
            let rest = orders[other].order.intent.quantity
            resize(other, to: rest - min(cut, rest), reason, time, &effects)
        }
    }

    /// Sets what a stop or target rests for; none ends it.
    private mutating func resize(
        _ index: Int, to quantity: Quantity, _ reason: Reason, _ time: Timestamp, _ effects: inout Effects
    ) {
        guard quantity.isPositive else { return end(index, .cancelled, reason, time, &effects) }
        orders.resize(index, to: quantity)
        effects.store(.venueOrder(orders[index].order))
        say(event(.protected, of: index, time), because: orders[index].cause, &effects)
    }

    private mutating func cancelWaiting(
        of intent: OrderIntent, _ reason: Reason, _ time: Timestamp, _ effects: inout Effects
    ) {
        for index in orders.rows.indices where orders[index].isOpen && !orders[index].isBracket {
            let waiting = orders[index].order.intent
            guard waiting.symbol == intent.symbol, !waiting.reduces else { continue }
            guard waiting.clientOrderID.signal == intent.clientOrderID.signal else { continue }
            end(index, .cancelled, reason, time, &effects)
        }
    }

    // MARK: - Funding

    /// What is due before this moment is none of ours.
    mutating func begin(_ symbol: SymbolID, at start: Timestamp) {
        guard held[symbol.int].lastFunding == .zero else { return }
        held[symbol.int].lastFunding = start
        held[symbol.int].nextFunding = model.funding.next(after: start)
    }

    /// Books the funding that the exchange told, once.
    mutating func fund(_ mark: ContractMark, _ effects: inout Effects) {
        let (place, due) = (mark.symbol.int, mark.nextFunding)
        guard due > held[place].lastFunding else { return }
        held[place].lastFunding = due
        held[place].nextFunding = model.funding.next(after: due)
        guard !held[place].position.isFlat else { return }
        payFunding(mark.symbol, due, mark.price, Rate(fraction: mark.fundingRate), &effects)
    }

    /// Books every funding that is due by a moment of the settings, at a price; without one it passes.
    mutating func fund(
        _ symbol: SymbolID, until time: Timestamp, startingAt start: Timestamp, mark: Price?,
        _ effects: inout Effects
    ) {
        let place = symbol.int
        begin(symbol, at: start)
        while held[place].nextFunding <= time {
            let due = held[place].nextFunding
            held[place].lastFunding = due
            held[place].nextFunding = model.funding.next(after: due)
            guard let mark, !held[place].position.isFlat else { continue }
            payFunding(symbol, due, mark, model.funding.rate, &effects)
        }
    }

    private mutating func payFunding(
        _ symbol: SymbolID, _ due: Timestamp, _ mark: Price, _ rate: Rate, _ effects: inout Effects
    ) {
        let position = held[symbol.int].position
        var event = VenueEvent()
        event.symbol = symbol
        event.kind = .funding
        event.side = position.side ?? .buy
        event.quantity = position.quantity.magnitude
        event.price = mark
        event.fee = model.funding.payment(position.quantity, mark: mark, rate)
        event.openTime = due
        say(event, because: .none, &effects)
    }

    // MARK: - State

    /// Takes an order's durable record back.
    mutating func recover(_ order: VenueOrder) { orders.recover(order) }

    /// Takes a position's durable record back. Of a pair that isn't traded any more only the number of its
    /// newest event counts.
    mutating func recover(_ position: VenuePosition) {
        lastEventID = max(lastEventID, position.lastEventID)
        guard position.symbol.int < held.count else { return }
        let place = position.symbol.int
        held[place].position = position.position
        held[place].lastEventID = position.lastEventID
        held[place].lastFunding = position.lastFunding
        if position.lastFunding != .zero {
            held[place].nextFunding = model.funding.next(after: position.lastFunding)
        }
    }

    func save(into writer: inout StateWriter) {
        orders.save(into: &writer)
        writer.write(held)
        writer.write(lastEventID)
    }

    mutating func restore(from reader: inout StateReader) throws(StateError) {
        try orders.restore(from: &reader)
        held = try reader.readArray(count: held.count)
        lastEventID = try reader.read()
    }
}
