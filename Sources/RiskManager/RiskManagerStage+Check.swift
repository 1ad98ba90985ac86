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
        let signal = check.intent.clientOrderID.signal
        var verdict = RiskVerdict()
        verdict.symbol = check.intent.symbol
        verdict.fingerprint = check.intent.fingerprint
        verdict.exposureLimit = books.equity.scaled(by: settings.limits.maxTotalExposure)
        if check.intent.reduces {
            verdict.approved = true
            verdict.quantity = check.intent.quantity
            verdict.expires = check.intent.expires
        } else if let given = commitments.reservation(for: check.intent, at: input.time) {
            approve(&verdict, given)
        } else if let ended = commitments.endedReservation(of: signal, at: input.time) {
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
            commitments.reserve(approved, print: check.intent.fingerprint, at: input.time)
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
        if books.knows(intent.symbol) {
            intent.referencePrice = max(intent.referencePrice, books[intent.symbol].mark)
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
        view.equity = books.equity
        view.free = books.wallet.free
        view.dayOpening = day.record.openingEquity
        view.dayPeak = day.record.peakEquity
        (view.first, view.second) = (correlation.first, correlation.second)
        view.correlation = correlation.value
        for index in books.symbols { view.symbols[index] = row(of: SymbolID(index)) }
        commitments.add(to: &view, books)
        return view
    }

    /// A symbol's row with nothing pending yet.
    private func row(of symbol: SymbolID) -> SymbolView {
        let (book, terms) = (books[symbol], self.terms[symbol])
        var row = SymbolView()
        row.position = book.position.quantity
        row.entryPrice = book.position.entryPrice
        commitments.note(stopsOf: symbol, in: &row)
        row.mark = book.price
        row.dayPnL = book.dayPnL
        row.netExposure = min(
            terms.netExposure * Self.targetSlack,
            settings[symbol].maxExposure * self.terms.riskScale(of: symbol))
        return row
    }

    /// Why no entry goes now, whatever its size.
    private func barrier(for symbol: SymbolID, at time: Timestamp) -> Reason {
        if halt.record.halted { return Reason(.halted) }
        if let refused = readiness.refusal(at: time, isAccountKnown: books.wallet.isKnown) { return refused }
        guard books.knows(symbol) else { return Reason(.unknownSymbol) }
        let terms = self.terms[symbol]
        if terms.feed.isStale { return terms.feed.refusal(at: time) }
        return Reason(terms.reduceOnly ? .reduceOnly : .none)
    }

    private func expiry(of intent: OrderIntent, at time: Timestamp) -> Timestamp {
        let isOnTicks = books.knows(intent.symbol) && terms[intent.symbol].isOnTicks
        let life = isOnTicks ? settings.risk.approvalOnTicks : settings.risk.approvalOnKlines
        return min(intent.expires, time + life)
    }

    /// Tells a person of refusals that say something about the account rather than the order.
    private func warn(_ intent: OrderIntent, _ reason: Reason, _ effects: inout Effects) {
        switch reason.code {
        case .dailyDrawdown, .pairDrawdown, .lowBalance, .lowEquity, .insufficientBalance,
            .insufficientMargin, .halted, .reconciling:
            var alert = RiskAlert()
            alert.symbol = intent.symbol
            alert.halted = halt.record.halted
            alert.signalID = intent.clientOrderID.signal
            alert.reason = reason
            effects.publish(.riskAlert(alert))
        default: break
        }
    }
}
