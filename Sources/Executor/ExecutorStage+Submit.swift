import Market
import Messages
import RiskRules
import Stages

extension ExecutorStage {
    /// Checks an order, makes it durable, answers, and places it. One that is known gets the answer
    /// that its state gives.
    mutating func submit(_ order: SubmitOrder, _ id: RequestID, _ time: Timestamp, _ effects: inout Effects) {
        if order.seal == .broken { return refuse(forged: order, id, &effects) }
        if let known = ledger[order.intent.clientOrderID] {
            return answer(id, known, known.reason, &effects)
        }
        var record = OrderRecord(
            intent: order.intent, status: .pending, created: time,
            approvedQuantity: order.intent.reduces ? .absent : order.approvedQuantity)
        if let reason = refusal(of: order, at: time) {
            record.status = .rejected
            record.reason = reason
            ledger.addRefused(record)
            effects.store(.order(record))
            return answer(id, record, reason, &effects)
        }
        ledger.add(record)
        effects.store(.order(record))
        answer(id, record, Reason(), &effects)
        effects.publish(.orderState(OrderState(record)))
        place(record.intent, &effects)
    }

    /// An entry whose seal proved false where it came in: nothing is kept of it, not even its name.
    private func refuse(forged order: SubmitOrder, _ id: RequestID, _ effects: inout Effects) {
        var answer = SubmitAnswer()
        answer.clientOrderID = order.intent.clientOrderID
        answer.status = .rejected
        answer.reason = order.forgery
        effects.answer(id, .submitAnswer(answer))
    }

    /// Hands an order to the venue. Twice is harmless: the venue knows it by its name.
    func place(_ intent: OrderIntent, _ effects: inout Effects) {
        effects.ask(.venue, RequestID(intent.clientOrderID, .place), .place(intent))
    }

    private func answer(_ id: RequestID, _ record: OrderRecord, _ reason: Reason, _ effects: inout Effects) {
        var answer = SubmitAnswer()
        answer.clientOrderID = record.intent.clientOrderID
        answer.accepted = record.status != .rejected
        answer.status = record.status
        answer.reason = reason
        effects.answer(id, .submitAnswer(answer))
    }

    // MARK: - The check

    /// Why an order may not go; `nil` where it may. Approvals are bound to their intent, their time and
    /// their quantity by the same rules as in the risk manager. What reduces is asked for nothing but
    /// something to reduce, and not to come late.
    private func refusal(of order: SubmitOrder, at time: Timestamp) -> Reason? {
        let intent = order.intent
        guard settings.instruments.contains(intent.symbol) else { return Reason(.unknownSymbol) }
        // It has just started, nothing was ever kept, and nobody has told it the time: it can judge none.
        if time == .zero { return Reason(.reconciling) }
        if let reason = OrderBounds.breach(of: order, at: time, by: settings) { return reason }
        let held = books[intent.symbol].quantity
        if intent.reduces {
            if let late = Reason.lateness(of: intent.expires, at: time) { return late }
            let position = settings.instruments[intent.symbol].lots(of: held)
            let reduction = Approved.reduction(
                intent, position: position, working: ledger.workingExits(intent.symbol))
            return reason(of: reduction)
        }
        if let reason = barrier(for: intent, held, at: time) { return reason }
        let use = ledger.approvals.use(of: intent.clientOrderID.signal)
        return reason(of: Approved.received(order, use: use, joining: portfolio, at: time, by: settings))
    }

    private func reason(of result: Result<Approved<OrderIntent>, Refused>) -> Reason? {
        if case .failure(let refused) = result { refused.reason } else { nil }
    }

    /// What stops any entry now: the state of the system, or of the trade it would belong to.
    private func barrier(for intent: OrderIntent, _ held: Quantity, at time: Timestamp) -> Reason? {
        if halt.record.halted { return Reason(.halted) }
        if !reconciliation.isOver { return Reason(.reconciling) }
        if let alarm { return alarm }
        if let reason = presence.refusal(of: intent.symbol, at: time) { return reason }
        if intent.side == .buy ? held.raw < 0 : held.raw > 0 { return Reason(.oppositeSignal) }
        return endOfTrade(of: intent.clientOrderID)
    }

    /// Why the signal's trade is over: its stop or target has ended, so no further child may enter it.
    private func endOfTrade(of id: ClientOrderID) -> Reason? {
        for leg in [ClientOrderID.stopLeg, ClientOrderID.targetLeg] {
            if let bracket = ledger[id.leg(leg)], bracket.status.isFinal {
                if bracket.reason.code != .none { return bracket.reason }
                return Reason(
                    leg == ClientOrderID.stopLeg ? .stopTouched : .targetTouched,
                    found: bracket.averagePrice.double, limit: bracket.intent.price.double)
            }
        }
        return nil
    }
}
