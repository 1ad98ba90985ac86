import Executor
import Market
import Messages
import Stages

/// What happens at the venue, and what the executor books of it.
extension Checker {
    func hear(_ events: [VenueEvent], from process: SimulatedProcess) {
        for event in events {
            venue.take(event)
            if event.kind == .filled || event.kind == .funding { unbooked.append(booked(event)) }
            if event.kind == .funding { counts.funding += 1 }
            if event.kind == .filled { checkFill(event) }
        }
    }

    /// As the executor knows it: a stop or target in another size is the signal's stop or target.
    private func booked(_ event: VenueEvent) -> VenueEvent {
        var event = event
        if areStopsPlaced, let leg = event.clientOrderID.bracketLeg { event.clientOrderID.leg = leg }
        return event
    }

    private func checkFill(_ event: VenueEvent) {
        counts.fills += 1
        recentFills.append((sharedMinute, event))
        if event.purpose == .stop { counts.stops += 1 }
        guard event.purpose == .entry || event.purpose == .exit else { return }
        guard let intent = placed[event.clientOrderID] else {
            return fail("the venue filled \(event.clientOrderID.text), which nobody placed")
        }
        let filled = venue.filled[event.clientOrderID] ?? .zero
        if filled < intent.quantity { counts.partFills += 1 }
        expect(
            filled <= intent.quantity,
            "\(event.clientOrderID.text) is filled for \(filled), ordered were \(intent.quantity)")
        expect(
            intent.reduces || event.openTime <= intent.expires,
            "\(event.clientOrderID.text) was filled at \(event.openTime), after \(intent.expires)")
    }

    /// Something that the executor says.
    func book(_ message: Message) {
        switch message {
        case .fill(let fill): book(fill)
        case .account(let row): check(row)
        case .alert(let alert): fail("the executor takes its books for beyond a limit: \(alert.reason.text)")
        case .orderState(let state): if state.status.isFinal { openEntries.remove(state.clientOrderID) }
        default: break
        }
    }

    private func book(_ fill: Fill) {
        guard let event = unbooked.first, event.eventID == fill.venueID else {
            return fail("the executor booked fill \(fill.fillID) of \(fill.clientOrderID.text) out of turn")
        }
        unbooked.removeFirst()
        keptFills += 1
        expect(fill.fillID == UInt64(keptFills), "fill \(fill.fillID) is the account's \(keptFills)th")
        rowsDue = 2
        let isSame =
            fill.quantity == event.quantity && fill.price == event.price && fill.fee == event.fee
            && fill.side == event.side && fill.clientOrderID == event.clientOrderID
        expect(isSame, "fill \(fill.fillID) was said as \(fill), the venue said \(event)")
        books[event.symbol.int].fill(event.side, event.received, at: event.price, fee: event.fee)
        expect(
            fill.position.raw == books[event.symbol.int].quantity,
            "position after fill \(fill.fillID) is \(fill.position), the fills make "
                + "\(books[event.symbol.int].quantity)e-8")
    }

    /// A row of the account, exact to 1e-8. A fill and a funding are followed by two: the symbol's and the
    /// wallet's.
    private func check(_ row: Account) {
        if rowsDue == 0, let event = unbooked.first, event.kind == .funding {
            books[event.symbol.int].pay(event.fee)
            unbooked.removeFirst()
            rowsDue = 2
        }
        rowsDue = max(0, rowsDue - 1)
        let isWallet = row.symbol == .none
        let shown = isWallet ? books : [books[row.symbol.int]]
        let realised = shown.reduce(0) { $0 + $1.realised }
        let fees = shown.reduce(0) { $0 + $1.fees }
        let total = isWallet ? settings.capital.raw + realised - fees : shown[0].quantity
        let isRight = row.total.raw == total && row.realisedPnL.raw == realised && row.fees.raw == fees
        expect(
            isRight,
            "account \(row.asset) shows \(row.total), profit \(row.realisedPnL), fees \(row.fees); "
                + "the venue's events make \(Quantity(raw: total)), \(Money(raw: realised)), "
                + "\(Money(raw: fees))")
    }

    /// The venue took an order: with it, exposure is within its limits. All that is open was counted by
    /// the order's approval or a later one: by the lowest of their prices it is within the highest of their
    /// limits. There is no slack: what prices do later is no breach.
    func accepted(_ intent: OrderIntent) {
        guard !intent.reduces, venue.entries[intent.clientOrderID] == nil,
            venue.filled[intent.clientOrderID] == nil
        else { return }
        venue.accept(intent)
        let given = approvals[intent.clientOrderID.signal]?.first { isFor(intent, $0) }
        guard let given else { return }
        let since = judgements[given.number...]
        let lowest = riskMarks.indices.map { place in since.map { $0.marks[place] }.min() ?? .zero }
        let limit = since.map(\.limit).max() ?? 0
        let exposure = venue.exposure(lowest, lowest: true)
        expect(
            exposure <= limit + 1,
            "with \(intent.clientOrderID.text) the exposure is \(exposure), the limit \(limit)")
        let ofAsset = venue.exposure(lowest, of: intent.symbol, lowest: true)
        let assetLimit = settings[intent.symbol].maxExposure / settings.limits.maxTotalExposure * limit
        expect(
            ofAsset <= assetLimit + 1,
            "with \(intent.clientOrderID.text) the asset's exposure is \(ofAsset), its limit \(assetLimit)")
    }

    /// How much richer the risk manager may take the account for that has not heard of the last fills, USDT:
    /// what they cost against its prices.
    var unheardCost: Double {
        recentFills.reduce(0) { sum, fill in
            let event = fill.event
            let apart = event.price.double - riskMarks[event.symbol.int].double
            return sum + max(0, Double(event.side.sign) * event.quantity.double * apart) + event.fee.double
        }
    }

    /// Equity by prices, USDT.
    func equity(_ marks: [Price]) -> Double {
        var sum = settings.capital.double
        for place in books.indices {
            let book = books[place]
            let value = Quantity(raw: book.quantity).double * marks[place].double
            sum += Money(raw: book.realised - book.fees - book.cost).double + value
        }
        return sum
    }
}
