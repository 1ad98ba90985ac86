import Market
import Messages
import Stages

/// What comes from L4, and back from below.
extension L3StrategyStage {
    mutating func take(_ update: StrategyUpdate, _ input: Envelope) {
        guard let row = rows.row(of: update.symbol, update.strategy) else { return }
        opinions[row].weight = update.weight
        opinions[row].riskScale = update.riskScale
        symbols[update.symbol.int].metaID = input.id
    }

    mutating func take(_ drift: Drift, _ input: Envelope) {
        guard let row = rows.row(of: drift.symbol, drift.strategy) else { return }
        opinions[row].isDrifting = drift.active
        symbols[drift.symbol.int].metaID = input.id
        symbols[drift.symbol.int].news = drift.active ? .driftDetected : .driftCleared
    }

    mutating func take(_ fill: Fill, _ input: Envelope) {
        guard knows(fill.symbol), fill.fillID >= symbols[fill.symbol.int].nextFillID else { return }
        symbols[fill.symbol.int].nextFillID = fill.fillID + 1
        symbols[fill.symbol.int].losses.add(fill.realisedPnL.double - fill.fee.double, at: input.time)
        symbols[fill.symbol.int].fillID = input.id
    }

    /// Near the daily limit nothing is entered any more, at once.
    mutating func take(_ update: PnLUpdate, _ input: Envelope, _ effects: inout Effects) {
        guard !knows(update.symbol) else { return }
        let isTurned = system.take(update, limit: limits.maxDailyDrawdown)
        system.cause = input.id
        if isTurned { publishAll(system.isNearLimit ? .dailyDrawdown : .rebalanced, input, &effects) }
    }

    /// A halt turns all symbols to reductions at once; an alert about the whole account that doesn't
    /// halt lifts it.
    mutating func take(_ alert: RiskAlert, _ input: Envelope, _ effects: inout Effects) {
        guard alert.halted || !knows(alert.symbol), alert.halted != system.isHalted else { return }
        system.isHalted = alert.halted
        system.cause = input.id
        publishAll(alert.halted ? .halted : alert.reason.code, input, &effects)
    }
}
