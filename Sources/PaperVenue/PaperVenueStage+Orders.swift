import Market
import Matching
import Messages
import Stages

extension PaperVenueStage {
    /// Takes an order, or says which rule of the exchange it breaks. The same id again gets the answer
    /// that the first one would get now.
    mutating func place(_ intent: OrderIntent, _ id: RequestID, _ input: Envelope, _ effects: inout Effects) {
        let name = intent.clientOrderID
        if state(of: name) != nil { return answer(id, name, &effects) }
        if let reason = refusal(of: intent, input.time) {
            finished.add(name, .rejected, reason)
            return answer(id, name, .rejected, reason, &effects)
        }
        var order = VenueOrder(intent: intent, status: .new, placed: input.time)
        if intent.purpose == .stop || intent.purpose == .target { order.trigger = intent.price }
        append(VenueRow(order: order, cause: input.id))
        effects.store(.venueOrder(order))
        answer(id, name, &effects)
    }

    private func refusal(of intent: OrderIntent, _ time: Timestamp) -> Reason? {
        guard intent.symbol.int < symbols.count else { return Reason(.unknownSymbol) }
        let row = symbols[intent.symbol.int]
        let isAgainst = row.position.side == intent.side.opposite && !tradable(intent.symbol).isZero
        if intent.reduces, !isAgainst { return Reason(.nothingToReduce) }
        // A stop or target that is put back was within the rules when it came to rest; it needs no price yet.
        if intent.purpose == .stop || intent.purpose == .target {
            return intent.price.isPositive ? nil : Reason(.noPrice)
        }
        guard row.mark.isPositive else { return Reason(.noPrice) }
        if !intent.reduces, intent.expires < time { return .late(at: time, until: intent.expires) }
        if !intent.reduces, model.market == .spot, intent.side == .sell {
            return Reason(
                .insufficientBalance, found: row.position.quantity.double, limit: intent.quantity.double)
        }
        return model[intent.symbol].filters.breach(of: intent, mark: row.mark)
    }

    /// Takes an order back, whether it waits or rests, for the reason that came with it.
    mutating func cancel(
        _ order: CancelOrder, _ id: RequestID, _ time: Timestamp, _ effects: inout Effects
    ) {
        let name = order.clientOrderID
        if let index = rows.firstIndex(where: { $0.isOpen && $0.order.intent.clientOrderID == name }) {
            finish(index, .cancelled, order.reason, time, &effects)
            removeFinished()
        }
        answer(id, name, &effects)
    }

    /// Says where an order stands; `unknownOrder` where it was never seen here.
    func answer(_ id: RequestID, _ name: ClientOrderID, _ effects: inout Effects) {
        if let state = state(of: name) { return answer(id, name, state.status, state.reason, &effects) }
        answer(id, name, .unknown, Reason(.unknownOrder), &effects)
    }

    private func answer(
        _ id: RequestID, _ name: ClientOrderID, _ status: OrderStatus, _ reason: Reason,
        _ effects: inout Effects
    ) {
        var answer = VenueAnswer()
        answer.clientOrderID = name
        answer.status = status
        answer.reason = reason
        effects.answer(id, .venueAnswer(answer))
    }

    /// Where an order stands, and why if it has ended.
    private func state(of name: ClientOrderID) -> (status: OrderStatus, reason: Reason)? {
        if let order = rows.first(where: { $0.order.intent.clientOrderID == name })?.order {
            return (order.status, order.reason)
        }
        return finished.entry(of: name).map { ($0.status, $0.reason) }
    }

    mutating func append(_ row: VenueRow) {
        rows.append(row)
        symbols[row.order.intent.symbol.int].open += 1
    }

    /// Ends an order without a fill: durable, then said.
    mutating func finish(
        _ index: Int, _ status: OrderStatus, _ reason: Reason, _ time: Timestamp, _ effects: inout Effects
    ) {
        rows[index].order.status = status
        rows[index].order.reason = reason
        var event = self.event(status == .cancelled ? .cancelled : .expired, of: index, time)
        event.reason = reason
        effects.store(.venueOrder(rows[index].order))
        say(event, because: rows[index].cause, &effects)
    }

    /// The recorded data is over: nothing that waits can be filled any more. Stops and targets stay.
    mutating func expireWaiting(_ time: Timestamp, _ effects: inout Effects) {
        for index in rows.indices where rows[index].isOpen && !rows[index].isBracket {
            finish(index, .expired, Reason(.endOfData), time, &effects)
        }
        removeFinished()
    }

    /// Forgets the orders that came to their end, but for their names.
    mutating func removeFinished() {
        guard rows.contains(where: { !$0.isOpen }) else { return }
        for row in rows where !row.isOpen {
            finished.add(row.order.intent.clientOrderID, row.order.status, row.order.reason)
            symbols[row.order.intent.symbol.int].open -= 1
        }
        rows.removeAll { !$0.isOpen }
    }

    /// What is to be said of an order, with its open quantity and no fee.
    func event(_ kind: VenueEventKind, of index: Int, _ time: Timestamp) -> VenueEvent {
        let order = rows[index].order
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
    mutating func say(_ event: VenueEvent, because cause: EventID, _ effects: inout Effects) {
        var event = event
        lastEventID += 1
        event.eventID = lastEventID
        symbols[event.symbol.int].lastEventID = lastEventID
        effects.store(.venuePosition(symbols[event.symbol.int].record(event.symbol)))
        effects.publish(.venueEvent(event), because: Causes(cause))
    }
}
