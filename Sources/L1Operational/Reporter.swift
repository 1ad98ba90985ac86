import Market
import Messages
import Stages

/// Says how each signal ended, warns where nothing came of it, and counts both.
struct Reporter: Sendable {
    /// By symbol.
    private var counts: [L1Counters]
    /// Signed exposures by symbol as fractions of equity: room for each report to work in, no state.
    private var weights: [Double]

    init(symbols: Int) {
        counts = Array(repeating: L1Counters(), count: symbols)
        weights = Array(repeating: 0, count: symbols)
    }

    /// Refuses a signal that never became a work.
    mutating func refuse(
        _ signal: Signal, _ reason: Reason, cause: EventID, in around: Surroundings, _ effects: inout Effects
    ) {
        var report = ExecutionReport()
        report.signalID = signal.signalID
        report.symbol = signal.symbol
        report.reason = reason
        if counts.indices.contains(signal.symbol.int) { counts[signal.symbol.int].rejected += 1 }
        effects.publish(.report(report), because: Causes(cause))
        warn(signal.signalID, signal.symbol, reason, in: around, &effects)
    }

    /// Reports how a work ended.
    mutating func close(
        _ work: Work, _ outcome: Outcome, _ status: ReportStatus, _ reason: Reason, in around: Surroundings,
        _ effects: inout Effects
    ) {
        var report = ExecutionReport(work, outcome, status, reason, in: around)
        if report.executedQuantity.isPositive {
            for index in weights.indices { weights[index] = around.weight(of: SymbolID(index)) }
            report.price(work, outcome.value, weights, in: around)
        }
        count(report, of: work.intent.symbol.int)
        effects.publish(.report(report), because: Causes(work.cause))
        if !report.executedQuantity.isPositive {
            warn(work.id, work.intent.symbol, reason, in: around, &effects)
        }
    }

    /// Warns of a signal that has come before.
    mutating func warn(duplicate signal: Signal, in around: Surroundings, _ effects: inout Effects) {
        if counts.indices.contains(signal.symbol.int) { counts[signal.symbol.int].duplicates += 1 }
        warn(signal.signalID, signal.symbol, Reason(.duplicateSignal), in: around, &effects)
    }

    /// Tells people why a signal led to nothing.
    mutating func warn(
        _ id: Label, _ symbol: SymbolID, _ reason: Reason, in around: Surroundings, _ effects: inout Effects
    ) {
        var alert = RiskAlert()
        alert.symbol = symbol
        alert.severity = reason.code.isFailure ? .error : .warning
        alert.halted = around.account.isHalted
        alert.signalID = id
        alert.reason = reason
        if counts.indices.contains(symbol.int) { counts[symbol.int].alerts += 1 }
        effects.publish(.alert(alert))
    }

    private mutating func count(_ report: ExecutionReport, of symbol: Int) {
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

    /// The figures of the dashboard, by symbol, with what is known of each now.
    func counters(_ works: [Work], in around: Surroundings) -> [L1Counters] {
        counts.indices.map { index in
            var row = counts[index]
            let market = around.market[SymbolID(index)]
            row.exposure = market.exposure.magnitude.fraction(of: around.account.equity)
            row.exposureLimit = around.settings[SymbolID(index)].maxExposure
            row.position = market.position
            row.feed = market.feed
            row.active = works.count { $0.intent.symbol.int == index }
            return row
        }
    }

    func save(into writer: inout StateWriter) { writer.write(counts) }

    mutating func restore(from reader: inout StateReader) throws(StateError) {
        counts = try reader.readArray(count: counts.count)
    }
}
