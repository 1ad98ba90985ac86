import Market
import Matching
import Messages
import Stages

extension PaperVenueStage {
    /// Books a fill; what follows from it for the stops and targets follows at once.
    mutating func take(
        _ fill: MatchedFill, _ index: Int, _ moment: Moment, _ time: Timestamp, _ effects: inout Effects
    ) {
        guard fill.quantity.isPositive else { return }
        let intent = rows[index].order.intent
        let fee = model.fees.fee(of: fill, intent.side)
        let received = fill.quantity - (fee.taken.present ?? .zero)
        symbols[intent.symbol.int].position.apply(intent.side, received, at: fill.price)
        rows[index].order.intent.quantity -= fill.quantity
        rows[index].order.status = rows[index].order.intent.quantity.isPositive ? .partiallyFilled : .filled
        var event = self.event(.filled, of: index, moment.openTime(at: time))
        event.isMaker = fill.isMaker
        event.quantity = fill.quantity
        event.price = fill.price
        event.fee = fee.value
        event.baseFee = fee.taken
        effects.store(.venueOrder(rows[index].order))
        say(event, because: rows[index].cause, &effects)
        if intent.reduces {
            afterReduction(index, intent, fill, time, &effects)
        } else {
            protect(intent, fill.quantity, rows[index].cause, time, &effects)
            if case .candle = moment, fill.isMaker { holdTarget(of: intent, until: time) }
        }
    }

    /// What an entry met inside a candle came before or after the candle's extremes: its target counts from
    /// the next one, its stop from this.
    private mutating func holdTarget(of entry: OrderIntent, until time: Timestamp) {
        let name = entry.clientOrderID.leg(ClientOrderID.targetLeg)
        guard let target = rows.firstIndex(where: { $0.isOpen && $0.order.intent.clientOrderID == name })
        else { return }
        rows[target].heldUntil = time
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
        let found = rows.firstIndex { $0.isOpen && $0.order.intent.clientOrderID == name }
        let before = found.map { rows[$0].order.intent.quantity } ?? .zero
        let quantity =
            model.market == .um ? before + quantity : sellable(entry.symbol, purpose, besides: name)
        if let found { return resize(found, to: quantity, Reason(), time, &effects) }
        guard quantity.isPositive else { return }
        var intent = entry
        intent.clientOrderID = name
        intent.side = entry.side.opposite
        intent.orderType = purpose == .stop ? .market : .limit
        intent.purpose = purpose
        intent.quantity = quantity
        intent.price = trigger
        intent.stopLoss = .absent
        intent.takeProfit = .absent
        intent.expires = .never
        append(
            VenueRow(
                order: VenueOrder(intent: intent, status: .new, trigger: trigger, placed: time), cause: cause)
        )
        resize(rows.count - 1, to: quantity, Reason(), time, &effects)
    }

    /// What a stop or target on spot may rest for: all that is held and that no other one of its kind rests
    /// for, in whole lots.
    private func sellable(_ symbol: SymbolID, _ purpose: Purpose, besides name: ClientOrderID) -> Quantity {
        let others = rows.reduce(Quantity.zero) { sum, row in
            let intent = row.order.intent
            let counts =
                row.isOpen && row.isBracket && intent.symbol == symbol && intent.purpose == purpose
                && intent.clientOrderID != name
            return counts ? sum + intent.quantity : sum
        }
        return model[symbol].filters.lots(of: symbols[symbol.int].position.quantity - others)
    }

    /// A fill closed something: what rests for that quantity goes, and a stop or target that ended a
    /// signal's trade takes what still waited of the same signal with it.
    private mutating func afterReduction(
        _ index: Int, _ intent: OrderIntent, _ fill: MatchedFill, _ time: Timestamp, _ effects: inout Effects
    ) {
        let reason = Self.reason(rows[index].order, fill)
        if rows[index].isBracket, intent.purpose != .liquidation {
            if let other = sibling(of: index) {
                let rest = max(.zero, rows[other].order.intent.quantity - fill.quantity)
                resize(other, to: rows[index].isTriggered ? .zero : rest, reason, time, &effects)
            }
            cancelWaiting(of: intent, reason, time, &effects)
        } else {
            shrink(intent.symbol, by: fill.quantity, reason, time, &effects)
        }
        guard tradable(intent.symbol).isZero else { return }
        for other in rows.indices
        where rows[other].isBracket && rows[other].order.intent.symbol == intent.symbol {
            if rows[other].isOpen { resize(other, to: .zero, reason, time, &effects) }
        }
    }

    /// Why what rested for a closed quantity goes: the order that closed it, with its trigger and price.
    private static func reason(_ order: VenueOrder, _ fill: MatchedFill) -> Reason {
        let code: ReasonCode =
            switch order.intent.purpose {
            case .stop: .stopTouched
            case .target: .targetTouched
            case .liquidation: .liquidated
            case .emergency: .personAsked
            case .exit: .exited
            case .settlement: .dataCeased
            case .entry: .oppositeSignal
            }
        guard let trigger = order.trigger.present else { return Reason(code) }
        return Reason(code, found: fill.price.double, limit: trigger.double)
    }

    /// A stop was touched: its target goes, and what still waits of its entry. Where the stop was filled in
    /// part both went with that fill; here they go for the touch alone.
    mutating func release(_ index: Int, met price: Price, _ time: Timestamp, _ effects: inout Effects) {
        let order = rows[index].order
        let reason = Reason(.stopTriggered, found: price.double, limit: order.trigger.double)
        if let other = sibling(of: index) { resize(other, to: .zero, reason, time, &effects) }
        cancelWaiting(of: order.intent, reason, time, &effects)
    }

    /// Takes a closed quantity off the resting orders of a symbol, oldest signal first; stop and target
    /// of one signal lose the same.
    private mutating func shrink(
        _ symbol: SymbolID, by quantity: Quantity, _ reason: Reason, _ time: Timestamp,
        _ effects: inout Effects
    ) {
        var left = quantity
        for index in rows.indices where left.isPositive {
            let intent = rows[index].order.intent
            guard rows[index].isOpen, rows[index].isBracket, intent.symbol == symbol else { continue }
            let cut = min(left, intent.quantity)
            let other = sibling(of: index)
            resize(index, to: intent.quantity - cut, reason, time, &effects)
            left -= cut
            guard let other else { continue }
            let rest = rows[other].order.intent.quantity
            resize(other, to: rest - min(cut, rest), reason, time, &effects)
        }
    }

    /// The other of a signal's stop and target.
    private func sibling(of index: Int) -> Int? {
        let intent = rows[index].order.intent
        return rows.indices.first {
            $0 != index && rows[$0].isOpen && rows[$0].isBracket
                && rows[$0].order.intent.symbol == intent.symbol
                && rows[$0].order.intent.clientOrderID.signal == intent.clientOrderID.signal
        }
    }

    /// Sets what a stop or target rests for; none ends it.
    private mutating func resize(
        _ index: Int, to quantity: Quantity, _ reason: Reason, _ time: Timestamp, _ effects: inout Effects
    ) {
        guard quantity.isPositive else { return finish(index, .cancelled, reason, time, &effects) }
        rows[index].order.intent.quantity = quantity
        effects.store(.venueOrder(rows[index].order))
        say(event(.protected, of: index, time), because: rows[index].cause, &effects)
    }

    private mutating func cancelWaiting(
        of intent: OrderIntent, _ reason: Reason, _ time: Timestamp, _ effects: inout Effects
    ) {
        for index in rows.indices where rows[index].isOpen && !rows[index].isBracket {
            let waiting = rows[index].order.intent
            guard waiting.symbol == intent.symbol, !waiting.reduces else { continue }
            guard waiting.clientOrderID.signal == intent.clientOrderID.signal else { continue }
            finish(index, .cancelled, reason, time, &effects)
        }
    }
}
