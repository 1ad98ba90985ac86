import Market
import Messages
import Stages

extension ExecutorStage {
    /// Something happened at the venue. What moves money is booked once by its symbol and number; the rest
    /// changes an order only where it is still news.
    mutating func hear(_ event: VenueEvent, _ time: Timestamp, _ effects: inout Effects) {
        guard event.symbol.int < books.count else { return }
        let id = event.clientOrderID
        switch event.kind {
        case .accepted: apply(.accepted, to: id, &effects)
        case .cancelled: apply(.cancelled(event.reason), to: id, &effects)
        case .expired: apply(.expired(event.reason), to: id, &effects)
        case .rejected: apply(.rejected(event.reason), to: id, &effects)
        case .protected: protect(event, &effects)
        case .open: hear(open: event, time, &effects)
        case .filled:
            let fee = booked.takeFee(of: event)
            if let number = booked.number(event) { book(event, number, fee, &effects) }
        case .feeInBNB: booked.expect(fee: event)
        case .funding: if booked.isNew(funding: event) { bookFunding(event, &effects) }
        }
    }

    /// Tells an order what happened to it; what changed is durable, then said.
    mutating func apply(_ event: OrderEvent, to id: ClientOrderID, _ effects: inout Effects) {
        guard let record = ledger.apply(event, to: id) else { return }
        effects.store(.order(record))
        effects.publish(.orderState(OrderState(record)))
    }

    /// A fill: order, position and cash are durable together, then said. The venue's number stands beside the
    /// account's own, so that the durable fills tell after a restart what was booked.
    private mutating func book(
        _ event: VenueEvent, _ number: UInt64, _ feeInBNB: Quantity, _ effects: inout Effects
    ) {
        if ledger[event.clientOrderID] == nil { adopt(event) }
        reconciliation.noteMove(of: event.symbol)
        let record = ledger.apply(.filled(event.quantity, at: event.price), to: event.clientOrderID)
        let profit = books.apply(event.symbol, event.side, event.received, at: event.price, fee: event.fee)
        let fill = Fill(event, number, profit: profit, book: books[event.symbol])
        let (account, wallet) = (books.account(event.symbol), books.wallet)
        if let record { effects.store(.order(record)) }
        effects.store(.fill(fill))
        effects.store(.account(account))
        effects.store(.account(wallet))
        if !feeInBNB.isZero { effects.store(.account(books.pay(inBNB: feeInBNB))) }
        effects.publish(.fill(fill))
        if let record { effects.publish(.orderState(OrderState(record))) }
        effects.publish(.account(account))
        effects.publish(.account(wallet))
    }

    /// Funding: durable with the rows that follow from it, for one input's records are kept together.
    private mutating func bookFunding(_ event: VenueEvent, _ effects: inout Effects) {
        reconciliation.noteMove(of: event.symbol)
        books.pay(event.symbol, event.fee)
        tell(books.account(event.symbol), &effects)
        tell(books.wallet, &effects)
        effects.store(.funding(FundingPayment(event)))
    }

    func tell(_ account: Account, _ effects: inout Effects) {
        effects.store(.account(account))
        effects.publish(.account(account))
    }

    /// A stop or target rests for a quantity: a new order of the venue's, or a known one resized.
    mutating func protect(_ event: VenueEvent, _ effects: inout Effects) {
        let isKnown = ledger[event.clientOrderID] != nil
        if !isKnown { adopt(event) }
        apply(.resting(event.quantity), to: event.clientOrderID, &effects)
    }

    /// An order that the venue made itself: a stop, a target, a liquidation.
    mutating func adopt(_ event: VenueEvent) {
        var intent = OrderIntent()
        intent.clientOrderID = event.clientOrderID
        intent.symbol = event.symbol
        intent.side = event.side
        intent.purpose = event.purpose
        intent.orderType = event.purpose == .target ? .limit : .market
        intent.quantity = event.quantity
        intent.price = event.price
        intent.referencePrice = event.price
        intent.expires = .never
        ledger.add(OrderRecord(intent: intent, status: .pending, created: event.openTime))
    }
}
