import Market
import Messages
import Stages

extension ExecutorStage {
    /// How long an order of unknown outcome waits until the venue is asked again, event time.
    static let askAgainAfter = TimeSpan.seconds(10)
    private static let askAgainTimer = TimerID(1)

    /// How many of the newest ended orders are told again after a start: more than can end in one step.
    static let endedAgain = 128

    /// After a start: says how the books, the open orders and the newest ended ones stand (the process may
    /// have died between keeping an end and saying it), and asks the venue about each open one.
    mutating func join(_ effects: inout Effects) {
        books.finishRecovery()
        reconciliation.join()
        for symbol in settings.instruments.symbols { effects.publish(.account(books.account(symbol))) }
        if let former = books.former { effects.publish(.account(former)) }
        effects.publish(.account(books.wallet))
        for record in ledger.history.newest(Self.endedAgain) where !record.isBracket {
            effects.publish(.orderState(OrderState(record)))
        }
        for record in ledger.open { effects.publish(.orderState(OrderState(record))) }
        // What still waits to enter a pair that isn't traded any more.
        for symbol in settings.instruments.symbols where settings[symbol].exitsOnly {
            cancelEntries(of: symbol, because: Reason(.reduceOnly), &effects)
        }
        reconcile(&effects)
    }

    /// Asks the venue about every open order, then for its books. It publishes what was missed before it
    /// answers.
    mutating func reconcile(_ effects: inout Effects) {
        reconciliation.begin(ledger.open.map(\.intent.clientOrderID), settings.instruments.symbols)
        for record in ledger.open { query(record.intent, &effects) }
        askForBooks(&effects)
    }

    private func query(_ intent: OrderIntent, _ effects: inout Effects) {
        var query = OrderQuery()
        query.clientOrderID = intent.clientOrderID
        query.symbol = intent.symbol
        effects.ask(.venue, RequestID(intent.clientOrderID, .venueQuery), .venueQuery(query))
    }

    /// The venue's word on an order, to place, cancel or query. "Filled" alone changes nothing: its
    /// fills come as events.
    mutating func hear(
        _ answer: VenueAnswer, to id: RequestID, _ time: Timestamp, _ effects: inout Effects
    ) {
        let order = id.order
        // A cancel that overtook its order: what became of the order itself has yet to be told.
        let isOnItsWay = id.verb == .venueCancel && ledger[order]?.status == .pending
        if answer.status == .unknown, isOnItsWay { return }
        let wasOpen = reconciliation.told(order)
        let isAnswerToDoubt = id.verb == .venueQuery && wasOpen
        switch answer.status {
        case .new, .partiallyFilled, .filled: apply(.accepted, to: order, &effects)
        case .rejected: apply(.rejected(answer.reason), to: order, &effects)
        case .cancelled: apply(.cancelled(answer.reason), to: order, &effects)
        case .expired: apply(.expired(answer.reason), to: order, &effects)
        case .unknown: notFound(order, time, isDoubted: isAnswerToDoubt, &effects)
        case .pending: break
        }
    }

    /// The venue doesn't know an order. One that it had confirmed has ended there, if it says so to a
    /// question that was asked since: an answer that was long under way may have been made before the
    /// order came. One that it had not confirmed may still be on its way: an exit is sent again under its
    /// own name, an entry's moment has passed. Either has expired once it is void: no venue takes it later.
    private mutating func notFound(
        _ id: ClientOrderID, _ time: Timestamp, isDoubted: Bool, _ effects: inout Effects
    ) {
        guard let record = ledger[id], !record.status.isFinal else { return }
        if !record.isInFlight {
            if isDoubted { return lose(record, &effects) }
            reconciliation.doubt(id)
            return query(record.intent, &effects)
        }
        if record.intent.expires < time {
            return apply(.expired(.late(at: time, until: record.intent.expires)), to: id, &effects)
        }
        if record.intent.reduces { return place(record.intent, &effects) }
        apply(.unanswered, to: id, &effects)
        effects.wake(Self.askAgainTimer, at: time + Self.askAgainAfter)
    }

    /// No answer came. What never left is a refusal; of the rest nothing is known, and the venue is
    /// asked later.
    mutating func missed(_ id: RequestID, _ why: Unanswered, _ time: Timestamp, _ effects: inout Effects) {
        if id.verb == .place {
            apply(why == .peerMissing ? .rejected(Reason(.venueGone)) : .unanswered, to: id.order, &effects)
        }
        let isOpen = ledger[id.order].map { !$0.status.isFinal } ?? false
        if isOpen || id.verb == .venueBooks {
            effects.wake(Self.askAgainTimer, at: time + Self.askAgainAfter)
        }
    }

    /// Asks again about everything whose outcome is not known.
    mutating func askAgain(_ time: Timestamp, _ effects: inout Effects) {
        for record in ledger.open {
            let isAwaited = reconciliation.isOpen(record.intent.clientOrderID)
            if isAwaited || record.status == .unknown { query(record.intent, &effects) }
        }
        askForBooks(&effects)
    }
}
