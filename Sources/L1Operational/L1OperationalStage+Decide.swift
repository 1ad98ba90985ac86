import Market
import Messages
import RiskRules
import Stages

extension L1OperationalStage {
    /// Turns a signal into its one intent: an exit where it stands against the position, else an entry.
    mutating func begin(
        _ signal: Signal, _ plan: ExecutionPlan?, cause: EventID, _ input: Envelope, _ effects: inout Effects
    ) {
        plans.removeAll { $0.signalID == signal.signalID }
        if let reason = flaw(in: signal) { return refuse(signal, reason, cause: cause, &effects) }
        let longest = input.time + OrderBounds.signalLife(settings)
        let expires = min(plan?.expires ?? input.time + settings.operational.outsideSignalLife, longest)
        let isExit = tradable(signal.symbol).raw * signal.side.sign < 0
        let work = Work(
            serial: state.serial(), intent: intent(for: signal, plan, isExit: isExit, expires: expires),
            confidence: signal.confidence, rules: executionRules(for: signal, plan), cause: cause,
            received: input.time)
        works.append(work)
        effects.wake(TimerID(Timer.expiry, Int(work.serial)), at: expires)
        if let late = Reason.lateness(of: expires, at: input.time) {
            return finish(work.id, .expired, late, &effects)
        }
        if plan == nil { lower(work.id, to: work.rules.riskScale) }
        if !state.isHolding { proceed(work.id, input, &effects) }
    }

    /// What makes a signal unusable before anything is asked. A limit price off the exchange's tick is
    /// refused: L1 reprices nothing.
    private func flaw(in signal: Signal) -> Reason? {
        let length = signal.signalID.count
        if length == 0 || length > ClientOrderID.signalLimit {
            return Reason(.signalIDTooLong, found: Double(length), limit: Double(ClientOrderID.signalLimit))
        }
        if signal.isMalformed { return Reason(.malformedSignal) }
        guard knows(signal.symbol) else { return Reason(.unknownSymbol) }
        if signal.orderType == .limit {
            guard let price = signal.price.present else { return Reason(.noPrice) }
            let tick = settings.instruments[signal.symbol].tickSize
            if price.isPositive, !price.isMultiple(of: tick) {
                return Reason(.priceOffTick, found: price.double, limit: tick.double)
            }
        }
        guard signal.quantity.isPositive else {
            return Reason(.invalidQuantity, found: signal.quantity.double)
        }
        return outOfRange(signal)
    }

    /// The first figure of a signal that lies outside what it may be.
    private func outOfRange(_ signal: Signal) -> Reason? {
        for price in [signal.price, signal.stopLoss] {
            if let price = price.present, !price.isPositive {
                return Reason(.invalidPrice, found: price.double)
            }
        }
        let bounded: [(ReasonCode, Double, ClosedRange<Double>)] = [
            (.confidenceOutOfRange, signal.confidence, Signal.confidences),
            (.correlationOutOfRange, signal.correlation, Signal.correlations),
            (.timestampOutOfRange, signal.timestamp, Signal.timestamps),
        ]
        for (code, value, range) in bounded where !value.isNaN && !range.contains(value) {
            let limit = value < range.lowerBound ? range.lowerBound : range.upperBound
            return Reason(code, found: value, limit: limit)
        }
        return nil
    }

    private func intent(
        for signal: Signal, _ plan: ExecutionPlan?, isExit: Bool, expires: Timestamp
    ) -> OrderIntent {
        var intent = OrderIntent()
        intent.clientOrderID = ClientOrderID(signal: signal.signalID)
        intent.symbol = signal.symbol
        intent.side = signal.side
        intent.orderType = signal.orderType
        intent.purpose = isExit ? .exit : .entry
        intent.quantity = signal.quantity
        intent.price = signal.orderType == .limit ? signal.price : .absent
        intent.referencePrice = market[signal.symbol.int].price
        intent.expires = expires
        guard !isExit else { return intent }
        intent.stopLoss = signal.stopLoss
        // A target that a volatile pair would reach below nothing is none.
        intent.takeProfit = plan.flatMap { $0.takeProfit.isPositive ? $0.takeProfit : nil } ?? .absent
        return intent
    }

    /// L4's rules for the strategy that signs the signal, or the strongest of its plan.
    private func executionRules(for signal: Signal, _ plan: ExecutionPlan?) -> ExecutionRules {
        let named = StrategyName(label: signal.strategyID)
        let strongest = plan.flatMap { $0.sources[$0.sources.strongest] == 0 ? nil : $0.sources.strongest }
        guard let strategy = named ?? strongest else { return ExecutionRules() }
        return rules[signal.symbol.int * StrategyTable.capacity + strategy.int]
    }

    /// Goes on with a work that nothing holds back.
    mutating func proceed(_ id: Label, _ input: Envelope, _ effects: inout Effects) {
        guard let place = works.firstIndex(where: { $0.id == id }), works[place].phase == .held else {
            return
        }
        works[place].intent.referencePrice = market[works[place].intent.symbol.int].price
        if works[place].intent.reduces {
            exit(place, input, &effects)
        } else {
            enter(place, input, &effects)
        }
    }
}
