import Market
import Messages
import Stages

/// What became of decisions: fills, reports, profit and loss, alerts.
extension L4MetaStage {
    /// Books a fill in the trade that is open. A fill heard twice counts once.
    mutating func take(_ fill: Fill, _ input: Envelope, _ effects: inout Effects) {
        let symbol = fill.symbol.int
        guard fill.fillID >= symbols[symbol].nextFillID else { return }
        symbols[symbol].nextFillID = fill.fillID + 1
        if !symbols[symbol].trade.isOpen {
            // Of a position that was opened before L4 knew of it nothing can be learned.
            guard fill.purpose == .entry else { return }
            open(fill)
        }
        symbols[symbol].trade.book(fill, stopMultiple: stopMultiples[symbol])
        let position = instruments[fill.symbol].lots(of: fill.position)
        guard symbols[symbol].trade.isClosed(leaving: position) else { return }
        close(fill.symbol, input, &effects)
        symbols[symbol].trade = OpenTrade()
    }

    private mutating func open(_ fill: Fill) {
        let state = symbols[fill.symbol.int]
        let plan = state.plans.plan(of: fill.clientOrderID.signal)
        symbols[fill.symbol.int].trade = OpenTrade(plan, fill.side, state.regime)
    }

    private mutating func close(_ symbol: SymbolID, _ input: Envelope, _ effects: inout Effects) {
        let trade = symbols[symbol.int].trade
        let halfLife = settings.halfLife
        symbols[symbol.int].tradeID = input.id
        system.score.add(trade.result, at: input.time, halfLife: halfLife)
        for row in rows.rows(of: symbol) {
            let (share, result) = trade.credit(of: rows.strategies[row])
            guard share > 0 else { continue }
            let regime = row * Self.regimes + Int(trade.regime.rawValue)
            scores[row].add(result, share: share, at: input.time, halfLife: halfLife)
            regimeScores[regime].add(result, share: share, at: input.time, halfLife: halfLife)
            if detectors[row].update(result, weight: share), !input.isWarmUp {
                publishDrift(symbol, row, &effects)
            }
        }
    }

    private func publishDrift(_ symbol: SymbolID, _ row: Int, _ effects: inout Effects) {
        let detector = detectors[row]
        var drift = Drift()
        drift.symbol = symbol
        drift.strategy = rows.strategies[row]
        drift.active = detector.isActive
        drift.statistic = detector.statistic
        drift.threshold = PageHinkley.threshold
        let code = detector.isActive ? ReasonCode.driftDetected : .driftCleared
        drift.reason = Reason(code, found: detector.statistic, limit: PageHinkley.threshold)
        effects.publish(.drift(drift))
    }

    /// Reports tell what executions cost.
    mutating func take(_ report: ExecutionReport, _ input: Envelope) {
        guard report.executedQuantity.isPositive, report.slippage.isFinite else { return }
        symbols[report.symbol.int].slippage.fade(to: input.time, halfLife: settings.halfLife)
        symbols[report.symbol.int].slippage.add(report.slippage * 100)
    }

    mutating func take(_ update: PnLUpdate, _ input: Envelope) {
        guard !knows(update.symbol) else { return }
        system.take(update, at: input.time, halfLife: settings.halfLife)
        system.cause = input.id
    }

    /// A halt takes all risk away at once; an alert about the whole account that doesn't halt lifts it.
    mutating func take(_ alert: RiskAlert, _ input: Envelope, _ effects: inout Effects) {
        guard alert.halted || !knows(alert.symbol), alert.halted != system.isHalted else { return }
        system.isHalted = alert.halted
        system.cause = input.id
        guard !input.isWarmUp else { return }
        let reason = alert.halted ? Reason(.halted) : alert.reason
        for index in symbols.indices { publish(SymbolID(index), because: reason, &effects) }
    }
}
