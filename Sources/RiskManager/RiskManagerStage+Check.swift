import Market
import Messages
import RiskRules
import Stages

extension RiskManagerStage {
    /// L2 sizes up to L3's net exposure by an equity that is a little older than the one it is judged
    /// by: that much above L3's wish is not refused. The hard limits know no slack.
    static let targetSlack = 1.01

    /// Answers whether an entry may go, and reserves its exposure where it may. Asked again for the same
    /// intent, it gives the same answer and reserves nothing more; asked again after the approval's end, it
    /// refuses, for its orders may have been made since.
    mutating func judge(_ check: RiskCheck, _ id: RequestID, _ input: Envelope, _ effects: inout Effects) {
        forget(at: input.time)
        var verdict = RiskVerdict()
        verdict.symbol = check.intent.symbol
        verdict.fingerprint = check.intent.fingerprint
        verdict.exposureLimit = account.equity.scaled(by: settings.limits.maxTotalExposure)
        if check.intent.reduces {
            verdict.approved = true
            verdict.quantity = check.intent.quantity
            verdict.expires = check.intent.expires
        } else if let given = reservation(for: check.intent, at: input.time) {
            approve(&verdict, given)
        } else if let ended = endedReservation(of: check.intent.clientOrderID.signal, at: input.time) {
            verdict.exposure = portfolio(for: ended.symbol, at: input.time).exposure
            verdict.reason = .late(.approvalExpired, at: input.time, until: ended.expires)
        } else {
            decide(check, input, &verdict, &effects)
        }
        effects.answer(id, .riskVerdict(verdict))
        if !check.intent.reduces { effects.publish(.riskDecision(RiskDecision(check.intent, verdict))) }
    }

    private mutating func approve(_ verdict: inout RiskVerdict, _ given: Reservation) {
        verdict.approved = true
        verdict.quantity = given.approved
        verdict.expires = given.expires
        verdict.exposure = portfolio(for: given.symbol, at: .zero).exposure
    }

    private mutating func decide(
        _ check: RiskCheck, _ input: Envelope, _ verdict: inout RiskVerdict, _ effects: inout Effects
    ) {
        let proposal = proposal(check, at: input.time)
        verdict.exposure = proposal.portfolio.exposure + proposal.notional
        switch Approved.entry(proposal, expires: expiry(of: check.intent, at: input.time)) {
        case .success(let approved):
            reserve(approved, print: check.intent.fingerprint, at: input.time)
            verdict.approved = true
            verdict.quantity = approved.quantity
            verdict.expires = approved.expires
        case .failure(let refused):
            verdict.reason = refused.reason
            verdict.others = refused.others
            warn(check.intent, refused.reason, &effects)
        }
    }

    /// The order in its portfolio. It is valued at the higher of the price that L1 saw and the mark.
    private mutating func proposal(_ check: RiskCheck, at time: Timestamp) -> Proposal {
        var intent = check.intent
        if knows(intent.symbol) {
            intent.referencePrice = max(intent.referencePrice, books[intent.symbol.int].mark)
        }
        var portfolio = portfolio(for: intent.symbol, at: time)
        if portfolio.barrier.code == .none, time > intent.expires {
            portfolio.barrier = .late(at: time, until: intent.expires)
        }
        return Proposal(OrderView(intent, confidence: check.confidence), in: portfolio, by: settings)
    }

    /// Everything open or pending, as the rules see it.
    mutating func portfolio(for symbol: SymbolID, at time: Timestamp) -> PortfolioView {
        view.barrier = barrier(for: symbol, at: time)
        view.equity = account.equity
        view.free = account.free
        view.dayOpening = account.day.openingEquity
        view.dayPeak = account.day.peakEquity
        (view.first, view.second) = (correlation.first, correlation.second)
        view.correlation = correlation.value
        for index in books.indices { view.symbols[index] = row(of: SymbolID(index)) }
        for reserved in reservations {
            let value = reserved.value(at: books[reserved.symbol.int].mark)
            Self.add(value, reserved.side, to: &view.symbols[reserved.symbol.int])
        }
        for entry in entries {
            let value = entry.value(at: books[entry.symbol.int].mark)
            Self.add(value, entry.side, to: &view.symbols[entry.symbol.int])
        }
        return view
    }

    /// A symbol's row with nothing pending yet.
    private func row(of symbol: SymbolID) -> SymbolView {
        let book = books[symbol.int]
        var row = SymbolView()
        row.position = book.position.quantity
        row.entryPrice = book.position.entryPrice
        for stop in stops where stop.symbol == symbol { row.note(stop: stop.price, closingBy: stop.side) }
        row.mark = book.price
        row.dayPnL = book.dayPnL
        row.netExposure = min(
            book.netExposure * Self.targetSlack, settings[symbol].maxExposure * book.riskScale)
        return row
    }

    private static func add(_ value: Money, _ side: Side, to row: inout SymbolView) {
        if side == .buy { row.pendingBuy += value } else { row.pendingSell += value }
    }

    /// Why no entry goes now, whatever its size.
    private func barrier(for symbol: SymbolID, at time: Timestamp) -> Reason {
        if account.halt.halted { return Reason(.halted) }
        if !account.isKnown || time < account.entriesFrom { return Reason(.reconciling) }
        let missing = DegradationCatalogue.refusal(by: Self.rank, without: account.missing)
        if let missing { return Reason(missing) }
        guard knows(symbol) else { return Reason(.unknownSymbol) }
        if books[symbol.int].isStale { return books[symbol.int].feed.refusal(at: time) }
        return Reason(books[symbol.int].reduceOnly ? .reduceOnly : .none)
    }

    private func expiry(of intent: OrderIntent, at time: Timestamp) -> Timestamp {
        let isOnTicks = knows(intent.symbol) && books[intent.symbol.int].isOnTicks
        let life = isOnTicks ? settings.risk.approvalOnTicks : settings.risk.approvalOnKlines
        return min(intent.expires, time + life)
    }

    // MARK: - Reservations

    private mutating func reserve(
        _ approved: Approved<OrderIntent>, print fingerprint: UInt64, at time: Timestamp
    ) {
        let intent = approved.subject
        // Asked anew with another content before its end, it is the same signal's orders.
        reservations.removeAll { $0.signal == intent.clientOrderID.signal }
        reservations.append(
            Reservation(
                signal: intent.clientOrderID.signal, symbol: intent.symbol, side: intent.side,
                approved: approved.quantity, left: approved.quantity, price: intent.referencePrice,
                fingerprint: fingerprint, expires: approved.expires,
                countsUntil: approved.expires + (approved.expires - time),
                signalEnds: min(intent.expires, time + OrderBounds.signalLife(settings))))
    }

    private func reservation(for intent: OrderIntent, at time: Timestamp) -> Reservation? {
        let print = intent.fingerprint
        return reservations.first {
            $0.fingerprint == print && $0.approved == intent.quantity && $0.expires >= time
        }
    }

    /// An approval of the signal whose time is over.
    private func endedReservation(of signal: Label, at time: Timestamp) -> Reservation? {
        reservations.first { $0.signal == signal && $0.expires < time }
    }

    /// Somebody is back, and what it said last may be still to be heard.
    mutating func expectWords(at time: Timestamp) {
        let until = time + settings.risk.approvalOnKlines
        for place in reservations.indices where reservations[place].left.isPositive {
            reservations[place].countsUntil = max(reservations[place].countsUntil, until)
        }
    }

    /// Counts approvals no more to which there can be no order, and drops those whose signal is over, and
    /// orders that ended a while ago.
    mutating func forget(at time: Timestamp) {
        if !DegradationCatalogue.requires(.keepReserved, of: Self.rank, without: account.missing) {
            for place in reservations.indices where reservations[place].countsUntil < time {
                reservations[place].left = .zero
            }
            reservations.removeAll { max($0.countsUntil, $0.signalEnds) < time }
        }
        entries.removeAll { $0.isFinal && $0.keepUntil < time }
    }

    /// Tells a person of refusals that say something about the account rather than the order.
    private func warn(_ intent: OrderIntent, _ reason: Reason, _ effects: inout Effects) {
        switch reason.code {
        case .dailyDrawdown, .pairDrawdown, .lowBalance, .lowEquity, .insufficientBalance,
            .insufficientMargin, .halted, .reconciling:
            var alert = RiskAlert()
            alert.symbol = intent.symbol
            alert.halted = account.halt.halted
            alert.signalID = intent.clientOrderID.signal
            alert.reason = reason
            effects.publish(.riskAlert(alert))
        default: break
        }
    }
}
