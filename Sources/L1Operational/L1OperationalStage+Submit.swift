import Market
import Messages
import Stages

extension L1OperationalStage {
    /// The risk manager's answer to a whole intent.
    mutating func hear(_ verdict: RiskVerdict, _ id: RequestID, _ input: Envelope, _ effects: inout Effects) {
        guard let place = works.firstIndex(where: { $0.id == id.subject }), works[place].phase == .checking
        else {
            return
        }
        let work = works[place]
        guard verdict.approved else { return finish(work.id, .rejected, verdict.reason, &effects) }
        guard verdict.fingerprint == work.intent.fingerprint, work.intent.quantity <= verdict.quantity else {
            return finish(work.id, .rejected, Reason(.approvalMismatch), &effects)
        }
        guard input.time <= verdict.expires else {
            let late = Reason.late(.approvalExpired, at: input.time, until: verdict.expires)
            return finish(work.id, .rejected, late, &effects)
        }
        works[place].approvedQuantity = verdict.quantity
        works[place].approvalExpires = verdict.expires
        works[place].seal = verdict.seal
        send(place, largest: largestChild(of: work.intent), input, &effects)
    }

    /// The largest child that the profile, the pair and the exchange allow.
    private func largestChild(of intent: OrderIntent) -> Quantity {
        let byValue = settings.limits.maxOrder.quantity(at: intent.referencePrice) ?? .zero
        let instrument = settings.instruments[intent.symbol]
        return min(byValue, min(settings[intent.symbol].maxOrderQuantity, instrument.maxQuantity))
    }

    /// Splits a work into children and sends them.
    mutating func send(_ place: Int, largest: Quantity, _ input: Envelope, _ effects: inout Effects) {
        let intent = works[place].intent
        let step = settings.instruments[intent.symbol].stepSize
        guard
            let split = ChildSplit(
                intent.quantity, largest: largest, step: step, limit: ClientOrderID.childLimit)
        else {
            let limit = largest.notional(at: intent.referencePrice) ?? .zero
            let reason = Reason(.orderTooLarge, found: intent.notional.double, limit: limit.double)
            return finish(works[place].id, .rejected, reason, &effects)
        }
        works[place].phase = .working
        for index in 0..<split.count {
            var child = Child(intent: intent, serial: state.serial())
            let isLoneExit = intent.reduces && split.count == 1
            child.intent.clientOrderID.leg = isLoneExit ? ClientOrderID.exitLeg : UInt8(index + 1)
            child.intent.quantity = split[index]
            children.append(child)
            effects.publish(.order(child.intent), because: Causes(works[place].cause))
            submit(children.count - 1, &effects)
        }
    }

    /// Hands a child to the executor. A retry is the same request under the same id.
    mutating func submit(_ child: Int, _ effects: inout Effects) {
        children[child].attempts += 1
        let intent = children[child].intent
        var order = SubmitOrder()
        order.intent = intent
        if let work = works.first(where: { $0.id == intent.clientOrderID.signal }) {
            order.approvedQuantity = work.approvedQuantity
            order.approvalExpires = work.approvalExpires
            order.seal = work.seal
        }
        effects.ask(
            .executor, RequestID(intent.clientOrderID, .submit), .submit(order),
            answerBy: settings.operational.answerWithin)
    }

    /// The executor has the order, or refuses it; what becomes of it comes as `order_state`.
    mutating func hear(_ answer: SubmitAnswer, _ id: RequestID, _ input: Envelope, _ effects: inout Effects) {
        guard let child = childPlace(id.order) else { return }
        if answer.accepted { return children[child].mayHaveArrived = true }
        if id.verb == .orderQuery, answer.reason.code == .unknownOrder {
            return retry(child, input, &effects)
        }
        end(child, .rejected, answer.reason, &effects)
    }

    /// A plain answer: to a query it says that the executor has no such order; a cancel that came too late
    /// is said again.
    mutating func hear(_ answer: Acknowledge, _ id: RequestID, _ input: Envelope, _ effects: inout Effects) {
        guard !answer.ok, let child = childPlace(id.order) else { return }
        switch id.verb {
        case .orderQuery: retry(child, input, &effects)
        case .cancel: if answer.reason.code == .expired { cancelLater(child, input, &effects) }
        default: break
        }
    }
}
