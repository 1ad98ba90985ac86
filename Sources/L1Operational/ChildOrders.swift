import Configuration
import Market
import Messages
import Stages

/// The child orders at the executor: each is sent, asked about where its fate is unknown, sent again after a
/// while, and kept until its signal is reported.
///
/// No order is sent twice by guess: one that may have arrived is asked about first.
struct ChildOrders: Sendable {
    private let settings: Settings
    private var children: [Child] = []

    init(_ settings: Settings) { self.settings = settings }

    /// How the children of a signal stand, taken together.
    func outcome(of signal: Label) -> Outcome { Outcome(of: signal, among: children) }

    /// What open orders of a symbol still reduce its position by.
    func reducing(_ symbol: SymbolID) -> Quantity {
        children.reduce(Quantity.zero) { sum, child in
            let counts = child.intent.symbol == symbol && child.intent.reduces && child.isOpen
            return counts ? sum + child.intent.quantity - child.executed : sum
        }
    }

    func knows(_ order: ClientOrderID) -> Bool { place(of: order) != nil }

    // MARK: - What the desk has done

    /// Says a new child and hands it to the executor.
    mutating func send(_ child: Child, because cause: EventID, _ effects: inout Effects) {
        children.append(child)
        effects.publish(.order(child.intent), because: Causes(cause))
        submit(children.count - 1, &effects)
    }

    /// Has the executor cancel what is open of a signal.
    mutating func cancel(
        _ signal: Label, _ reason: Reason, at time: Timestamp, _ effects: inout Effects
    ) {
        for child in children where child.signal == signal && child.isOpen {
            var cancel = CancelOrder()
            cancel.clientOrderID = child.intent.clientOrderID
            cancel.symbol = child.intent.symbol
            cancel.expires = time + settings.risk.approvalOnKlines
            cancel.reason = reason
            effects.ask(
                .executor, RequestID(cancel.clientOrderID, .cancel), .cancel(cancel),
                answerBy: settings.operational.answerWithin)
        }
    }

    /// Asks about all whose fate is unknown: the executor is back.
    mutating func askAboutAll(_ effects: inout Effects) {
        for child in children.indices where children[child].mayHaveArrived && children[child].isOpen {
            ask(about: child, &effects)
        }
    }

    mutating func forget(_ signal: Label) { children.removeAll { $0.signal == signal } }

    // MARK: - What is heard

    /// Where an order stands by the executor's books.
    mutating func hear(_ order: OrderState, _ effects: inout Effects) -> ChildNews? {
        guard let child = place(of: order.clientOrderID) else { return nil }
        children[child].mayHaveArrived = true
        children[child].executed = order.executedQuantity
        if let average = order.averagePrice.present {
            children[child].executedValue = order.executedQuantity.notional(at: average) ?? .zero
        }
        return order.status.isFinal ? end(child, order.status, order.reason, &effects) : nil
    }

    /// The executor has the order, or refuses it; what becomes of it comes as `order_state`.
    mutating func hear(
        _ answer: SubmitAnswer, _ id: RequestID, at time: Timestamp, isHolding: Bool, _ effects: inout Effects
    ) -> ChildNews? {
        guard let child = place(of: id.order) else { return nil }
        if answer.accepted {
            children[child].mayHaveArrived = true
            return nil
        }
        if id.verb == .orderQuery, answer.reason.code == .unknownOrder {
            return retry(child, at: time, isHolding: isHolding, &effects)
        }
        return end(child, .rejected, answer.reason, &effects)
    }

    /// A plain answer: to a query it says that the executor has no such order; a cancel that came too late
    /// is said again.
    mutating func hear(
        _ answer: Acknowledge, _ id: RequestID, at time: Timestamp, isHolding: Bool, _ effects: inout Effects
    ) -> ChildNews? {
        guard !answer.ok, let child = place(of: id.order) else { return nil }
        switch id.verb {
        case .orderQuery: return retry(child, at: time, isHolding: isHolding, &effects)
        case .cancel where answer.reason.code == .expired: return .uncancelled(signal: id.subject)
        default: return nil
        }
    }

    /// A request about a child that got no answer.
    mutating func unanswered(
        _ id: RequestID, _ why: Unanswered, at time: Timestamp, isHolding: Bool, _ effects: inout Effects
    ) -> ChildNews? {
        guard let child = place(of: id.order) else { return nil }
        switch id.verb {
        case .submit:
            if why == .timedOut { children[child].mayHaveArrived = true }
            guard children[child].mayHaveArrived else {
                return retry(child, at: time, isHolding: isHolding, &effects)
            }
            ask(about: child, &effects)
        case .orderQuery: backOff(child, at: time, isHolding: isHolding, &effects)
        case .cancel: return .uncancelled(signal: id.subject)
        default: break
        }
        return nil
    }

    /// The wait before another attempt is over.
    mutating func woken(_ serial: UInt32, _ effects: inout Effects) {
        guard let child = children.firstIndex(where: { $0.serial == serial }), children[child].isOpen else {
            return
        }
        if children[child].mayHaveArrived { ask(about: child, &effects) } else { submit(child, &effects) }
    }

    // MARK: - One child

    private func place(of order: ClientOrderID) -> Int? {
        children.firstIndex { $0.intent.clientOrderID == order && $0.isOpen }
    }

    /// Hands a child to the executor. A retry is the same request under the same id.
    private mutating func submit(_ child: Int, _ effects: inout Effects) {
        children[child].attempts += 1
        var order = SubmitOrder()
        order.intent = children[child].intent
        order.approvedQuantity = children[child].approval.quantity
        order.approvalExpires = children[child].approval.expires
        order.seal = children[child].approval.seal
        effects.ask(
            .executor, RequestID(order.intent.clientOrderID, .submit), .submit(order),
            answerBy: settings.operational.answerWithin)
    }

    /// A send that may have arrived is never repeated blindly: its fate is looked up first.
    private mutating func ask(about child: Int, _ effects: inout Effects) {
        children[child].queries += 1
        var query = OrderQuery()
        query.clientOrderID = children[child].intent.clientOrderID
        query.symbol = children[child].intent.symbol
        effects.ask(
            .executor, RequestID(query.clientOrderID, .orderQuery), .orderQuery(query),
            answerBy: settings.operational.answerWithin)
    }

    /// The executor has no such order: it is sent again later, or given up.
    private mutating func retry(
        _ child: Int, at time: Timestamp, isHolding: Bool, _ effects: inout Effects
    ) -> ChildNews? {
        children[child].mayHaveArrived = false
        guard children[child].attempts < settings.operational.attempts else {
            return end(child, .rejected, Reason(.executorGone), &effects)
        }
        backOff(child, at: time, isHolding: isHolding, &effects)
        return nil
    }

    /// Waits the first backoff, doubled with each send and question so far, up to a minute or two. While
    /// the executor is known to be gone its return is waited for instead.
    private func backOff(_ child: Int, at time: Timestamp, isHolding: Bool, _ effects: inout Effects) {
        guard !(isHolding && children[child].mayHaveArrived) else { return }
        let doublings = min(children[child].attempts + children[child].queries - 1, 10)
        let doubled = settings.operational.firstBackoff * (1 << Int64(max(doublings, 0)))
        effects.wake(TimerID(L1Timer.retry, Int(children[child].serial)), at: time + doubled)
    }

    /// A child's life is over; the last one's end is news.
    private mutating func end(
        _ child: Int, _ status: OrderStatus, _ reason: Reason, _ effects: inout Effects
    ) -> ChildNews? {
        children[child].status = status
        children[child].reason = reason
        effects.wake(TimerID(L1Timer.retry, Int(children[child].serial)), at: .never)
        let outcome = outcome(of: children[child].signal)
        return outcome.isFinal ? .ended(signal: children[child].signal, outcome) : nil
    }

    // MARK: - State

    func save(into writer: inout StateWriter) { writer.write(children) }

    mutating func restore(from reader: inout StateReader) throws(StateError) {
        children = try reader.readArray()
    }
}
