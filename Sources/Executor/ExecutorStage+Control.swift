import Market
import Messages
import Stages

extension ExecutorStage {
    /// Halts: durable, and what waits to enter is taken back. Stops, targets and exits go on.
    mutating func stop(_ reason: Reason, by: ShortLabel, _ time: Timestamp, _ effects: inout Effects) {
        if halt.stop(reason, by: by, time, &effects) { cancelEntries(because: reason, &effects) }
    }

    /// Takes the halt back: only a person asks for it.
    mutating func resume(
        _ command: HaltCommand, _ id: RequestID, _ time: Timestamp, _ effects: inout Effects
    ) {
        halt.resume(command, time, &effects)
        acknowledge(id, .none, &effects)
    }

    /// Takes one order back, for the reason that came with it; how it ended comes as its state.
    mutating func cancel(_ order: CancelOrder, _ id: RequestID, _ effects: inout Effects) {
        guard let record = ledger[order.clientOrderID] else {
            return acknowledge(id, .unknownOrder, &effects)
        }
        acknowledge(id, .none, &effects)
        if !record.status.isFinal { cancel(record.intent, order.reason, &effects) }
    }

    /// Takes back every entry that is not filled, of one symbol or of all.
    mutating func cancelEntries(
        of symbol: SymbolID = .none, because reason: Reason, _ effects: inout Effects
    ) {
        for record in ledger.open where !record.intent.reduces {
            if symbol == .none || record.intent.symbol == symbol { cancel(record.intent, reason, &effects) }
        }
    }

    private func cancel(_ intent: OrderIntent, _ reason: Reason, _ effects: inout Effects) {
        var order = CancelOrder()
        order.clientOrderID = intent.clientOrderID
        order.symbol = intent.symbol
        order.reason = reason
        effects.ask(.venue, RequestID(intent.clientOrderID, .venueCancel), .venueCancel(order))
    }

    /// Answers how an order stands.
    func tell(_ order: ClientOrderID, _ id: RequestID, _ effects: inout Effects) {
        guard let record = ledger[order] else { return acknowledge(id, .unknownOrder, &effects) }
        effects.answer(id, .orderState(OrderState(record)))
    }

    func acknowledge(_ id: RequestID, _ code: ReasonCode, _ effects: inout Effects) {
        var answer = Acknowledge()
        answer.ok = code == .none
        answer.reason = Reason(code)
        effects.answer(id, .acknowledge(answer))
    }

    /// Does nothing of what was asked, and says why.
    func refuse(_ id: RequestID, _ reason: Reason, _ effects: inout Effects) {
        var answer = Acknowledge()
        answer.reason = reason
        effects.answer(id, .acknowledge(answer))
    }

    /// Market data went stale or came back.
    mutating func hear(_ health: FeedHealth, _ time: Timestamp, _ effects: inout Effects) {
        guard presence.hear(health) else { return }
        lose(.staleData, of: health.symbol, health.refusal(at: time), &effects)
    }

    /// A process is gone, or back.
    mutating func note(_ rank: ProcessRank, _ state: LinkState, _ effects: inout Effects) {
        presence.note(rank, state)
        if rank == .venue, state == .down {
            var alert = RiskAlert()
            (alert.severity, alert.reason) = (.error, Reason(.venueGone))
            effects.publish(.alert(alert))
        }
        if state == .down { lose(.gone(rank), nil, &effects) }
    }

    /// Takes back what waits to enter, where the table of losses says so; a reason with figures tells more
    /// than the table's.
    private mutating func lose(
        _ loss: Loss, of symbol: SymbolID = .none, _ reason: Reason?, _ effects: inout Effects
    ) {
        guard let code = DegradationCatalogue.cancellation(by: Self.rank, on: loss) else { return }
        cancelEntries(of: symbol, because: reason ?? Reason(code), &effects)
    }
}
