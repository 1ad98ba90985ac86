import Market
import Messages
import Stages

extension L1OperationalStage {
    /// Refuses a signal that never became a work.
    mutating func refuse(_ signal: Signal, _ reason: Reason, cause: EventID, _ effects: inout Effects) {
        var report = ExecutionReport()
        report.signalID = signal.signalID
        report.symbol = signal.symbol
        report.reason = reason
        if knows(signal.symbol) { counts[signal.symbol.int].rejected += 1 }
        effects.publish(.report(report), because: Causes(cause))
        warn(signal.signalID, signal.symbol, reason, &effects)
    }

    /// Reports how a signal ended and forgets it.
    mutating func finish(_ id: Label, _ status: ReportStatus, _ reason: Reason, _ effects: inout Effects) {
        guard let place = works.firstIndex(where: { $0.id == id }) else { return }
        let work = works.remove(at: place)
        let report = report(work, status, reason)
        children.removeAll { $0.intent.clientOrderID.signal == id }
        effects.wake(TimerID(Timer.expiry, Int(work.serial)), at: .never)
        count(report, work)
        effects.publish(.report(report), because: Causes(work.cause))
        if !report.executedQuantity.isPositive { warn(id, work.intent.symbol, reason, &effects) }
    }

    private mutating func report(_ work: Work, _ status: ReportStatus, _ reason: Reason) -> ExecutionReport {
        let outcome = Outcome(of: work.id, among: children)
        var report = ExecutionReport()
        report.signalID = work.id
        report.symbol = work.intent.symbol
        report.status = status
        report.changes = work.changes
        report.reason = reason.code == .none ? work.whyChanged : reason
        report.executedQuantity = outcome.executed
        report.exposure = Float(weight(of: work.intent.symbol).magnitude)
        report.exposureBTC = correlation.first == .none ? 0 : Float(weight(of: correlation.first).magnitude)
        if report.executedQuantity.isPositive { price(&report, outcome.value, work) }
        return report
    }

    /// What only a filled report has: its price, slippage, latency and effect on the portfolio.
    private mutating func price(_ report: inout ExecutionReport, _ value: Money, _ work: Work) {
        let raw = multiplyDivide(value.raw, fixedPointScale, by: report.executedQuantity.raw, .nearest)
        report.averagePrice = raw.map(Price.init(raw:)) ?? .absent
        report.slippage = slippage(of: work.intent, at: report.averagePrice)
        report.latency = latency(of: work)
        let traded = value.fraction(of: state.equity) * Double(work.intent.side.sign)
        for index in weights.indices { weights[index] = weight(of: SymbolID(index)) }
        report.correlationImpact = CorrelationImpact(settings: settings, rolling: correlation)
            .change(weights, work.intent.symbol, traded: traded)
    }

    /// From the signal to its last fill, ms of event time. Where only candles come, a fill is known at the
    /// close of its candle, whenever it was: that is no latency.
    private func latency(of work: Work) -> Double {
        guard market[work.intent.symbol.int].spreadBps != nil else { return .nan }
        return (max(work.lastFill, work.received) - work.received).seconds * 1000
    }

    /// Against the price at the decision, percent; positive is worse.
    private func slippage(of intent: OrderIntent, at price: Price) -> Double {
        guard let price = price.present, intent.referencePrice.isPositive else { return .nan }
        return intent.referencePrice.bps(to: price) / 100 * Double(intent.side.sign)
    }

    /// Signed exposure of a symbol as a fraction of equity.
    private func weight(of symbol: SymbolID) -> Double {
        market[symbol.int].exposure.fraction(of: state.equity)
    }

    private mutating func count(_ report: ExecutionReport, _ work: Work) {
        let symbol = work.intent.symbol.int
        guard report.executedQuantity.isPositive else {
            if report.status == .rejected {
                counts[symbol].rejected += 1
            } else {
                counts[symbol].expired += 1
            }
            return
        }
        counts[symbol].processed += 1
        counts[symbol].slippageSum += report.slippage.isNaN ? 0 : report.slippage
        counts[symbol].volume += report.executedQuantity.notional(at: report.averagePrice) ?? .zero
        if report.latency.isFinite { counts[symbol].count(latency: report.latency) }
    }

    /// Tells people why a signal led to nothing.
    mutating func warn(_ id: Label, _ symbol: SymbolID, _ reason: Reason, _ effects: inout Effects) {
        var alert = RiskAlert()
        alert.symbol = symbol
        alert.severity = reason.code.isFailure ? .error : .warning
        alert.halted = state.isHalted
        alert.signalID = id
        alert.reason = reason
        if knows(symbol) { counts[symbol.int].alerts += 1 }
        effects.publish(.alert(alert))
    }
}
