import Market
import Messages
import Stages

extension L1OperationalStage {
    /// A request without answer: no entry goes unchecked, and no order is sent twice by guess.
    mutating func unanswered(
        _ id: RequestID, _ why: Unanswered, _ input: Envelope, _ effects: inout Effects
    ) {
        switch id.verb {
        case .riskCheck: refuseUnchecked(id.subject, &effects)
        case .submit:
            guard let child = childPlace(id.order) else { return }
            if why == .timedOut { children[child].mayHaveArrived = true }
            if children[child].mayHaveArrived {
                ask(about: child, &effects)
            } else {
                retry(child, input, &effects)
            }
        case .orderQuery:
            guard let child = childPlace(id.order) else { return }
            backOff(child, input, &effects)
        case .cancel:
            if let child = childPlace(id.order) { cancelLater(child, input, &effects) }
        default: break
        }
    }

    private mutating func refuseUnchecked(_ id: Label, _ effects: inout Effects) {
        guard works.contains(where: { $0.id == id && $0.phase == .checking }) else { return }
        finish(id, .rejected, Reason(.riskManagerGone), &effects)
    }

    /// A send that may have arrived is never repeated blindly: its fate is looked up first.
    mutating func ask(about child: Int, _ effects: inout Effects) {
        children[child].queries += 1
        var query = OrderQuery()
        query.clientOrderID = children[child].intent.clientOrderID
        query.symbol = children[child].intent.symbol
        effects.ask(
            .executor, RequestID(query.clientOrderID, .orderQuery), .orderQuery(query),
            answerBy: settings.operational.answerWithin)
    }

    /// The executor has no such order: it is sent again later, or given up.
    mutating func retry(_ child: Int, _ input: Envelope, _ effects: inout Effects) {
        children[child].mayHaveArrived = false
        guard children[child].attempts < settings.operational.attempts else {
            return end(child, .rejected, Reason(.executorGone), &effects)
        }
        backOff(child, input, &effects)
    }

    /// Waits the first backoff, doubled with each send and question so far, up to a minute or two. While
    /// the executor is known to be gone its return is waited for instead.
    private func backOff(_ child: Int, _ input: Envelope, _ effects: inout Effects) {
        guard !(state.isHolding && children[child].mayHaveArrived) else { return }
        let doublings = min(children[child].attempts + children[child].queries - 1, 10)
        let doubled = settings.operational.firstBackoff * (1 << Int64(max(doublings, 0)))
        effects.wake(TimerID(Timer.retry, Int(children[child].serial)), at: input.time + doubled)
    }
}
