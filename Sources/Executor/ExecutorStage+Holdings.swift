import Market
import Messages
import Stages

/// The venue's books against ours (decision 33): each difference is told, and the venue is right.
extension ExecutorStage {
    /// Asks for the books of each pair that the venue has not told yet, and then for the balance: what a
    /// position cost there may change it.
    func askForBooks(_ effects: inout Effects) {
        let pairs = reconciliation.books.filter { $0 != .none }
        for symbol in pairs.isEmpty ? reconciliation.books : pairs { askForBooks(of: symbol, &effects) }
    }

    private func askForBooks(of symbol: SymbolID, _ effects: inout Effects) {
        let name = symbol == .none ? "account" : settings.instruments.name(symbol)
        effects.ask(.venue, RequestID(Label(clipping: name), .venueBooks), .venueBooks(BooksQuery(symbol)))
    }

    /// What the venue holds. An answer overtaken by a fill is of no use: it would undo the fill.
    mutating func hear(_ holding: VenueHolding, _ time: Timestamp, _ effects: inout Effects) {
        switch reconciliation.told(booksOf: holding.symbol) {
        case .unasked: return
        case .overtaken: return askForBooks(of: holding.symbol, &effects)
        case .news: break
        }
        if holding.symbol == .none {
            settle(balance: holding.balance, &effects)
        } else if holding.symbol.int < books.count {
            settle(holding, &effects)
            if reconciliation.books == [.none] { askForBooks(of: .none, &effects) }
        }
        watchBooks(at: time, &effects)
    }

    private mutating func settle(_ holding: VenueHolding, _ effects: inout Effects) {
        let own = books[holding.symbol]
        guard own.quantity != holding.quantity else {
            guard books.settleAverage(holding) else { return }
            tell(books.account(holding.symbol), &effects)
            return tell(books.wallet, &effects)
        }
        tellDifference(.positionDiffers, of: holding.symbol, holding.quantity, own.quantity, &effects)
        books.settle(holding)
        tell(books.account(holding.symbol), &effects)
        tell(books.wallet, &effects)
    }

    private mutating func settle(balance: Money, _ effects: inout Effects) {
        let own = Money(raw: books.wallet.total.raw)
        guard let balance = balance.present, balance != own else { return }
        if (balance - own).magnitude > Books.rounding {
            tellDifference(.balanceDiffers, of: .none, balance, own, &effects)
        }
        books.settle(balance: balance)
        tell(books.wallet, &effects)
    }

    /// An order is open at the venue. What protects a position stays, whoever placed it; anything else that
    /// the books don't have open is cancelled. Where its books were not asked for, it is told again of a
    /// time that is over.
    mutating func hear(open event: VenueEvent, _ time: Timestamp, _ effects: inout Effects) {
        guard reconciliation.awaitsBooks(of: event.symbol) else { return }
        if let record = ledger[event.clientOrderID], !record.status.isFinal {
            if record.isBracket { return protect(event, &effects) }
            return apply(.accepted, to: event.clientOrderID, &effects)
        }
        tellDifference(
            .orderUnknownHere, of: event.symbol, event.quantity, event.price, &effects,
            signal: event.clientOrderID.signal)
        let protects = event.purpose == .stop || event.purpose == .target
        if ledger[event.clientOrderID] == nil {
            adopt(event)
            apply(protects ? .resting(event.quantity) : .accepted, to: event.clientOrderID, &effects)
        }
        if !protects || ledger[event.clientOrderID]?.status.isFinal == true { cancel(event, &effects) }
    }

    private func cancel(_ event: VenueEvent, _ effects: inout Effects) {
        var order = CancelOrder()
        order.clientOrderID = event.clientOrderID
        order.symbol = event.symbol
        order.reason = Reason(.orderUnknownHere, found: event.quantity.double, limit: event.price.double)
        effects.ask(.venue, RequestID(event.clientOrderID, .venueCancel), .venueCancel(order))
    }

    /// The venue has an order no more that it had confirmed. A stop or target of a position that is held is
    /// placed again under its name; anything else has ended there.
    mutating func lose(_ record: OrderRecord, _ effects: inout Effects) {
        let intent = record.intent
        tellDifference(
            .orderLostThere, of: intent.symbol, record.openQuantity,
            intent.price.present ?? intent.referencePrice, &effects, signal: intent.clientOrderID.signal)
        let held = books[intent.symbol].quantity
        let protects = record.isBracket && (intent.side == .sell ? held.raw > 0 : held.raw < 0)
        guard protects else {
            return apply(.cancelled(Reason(.unknownOrder)), to: intent.clientOrderID, &effects)
        }
        var again = intent
        again.quantity = min(record.openQuantity, held.magnitude)
        place(again, &effects)
    }

    private func tellDifference(
        _ code: ReasonCode, of symbol: SymbolID, _ found: some FixedPoint, _ own: some FixedPoint,
        _ effects: inout Effects, signal: Label = Label()
    ) {
        var alert = RiskAlert()
        alert.symbol = symbol
        alert.severity = .error
        alert.signalID = signal
        alert.reason = Reason(code, found: found.double, limit: own.double)
        effects.publish(.alert(alert))
    }
}
