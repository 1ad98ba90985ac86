import Market
import Messages

/// What the higher levels and the risk manager want.
extension L2TacticStage {
    mutating func take(_ update: StrategyUpdate, _ id: EventID) {
        guard let row = rows.row(of: update.symbol, update.strategy) else { return }
        terms[row].take(update, profile: profileConfidence, id: id)
    }

    mutating func take(_ targets: TacticTargets, _ id: EventID) {
        let symbol = targets.symbol.int
        states[symbol].targets = targets
        states[symbol].targetsID = id
        states[symbol].hasTargets = true
        for row in rows.rows(of: targets.symbol) {
            let factor = targets.multipliers[families[rows.strategies[row].int]]
            terms[row].multiplier = factor.isNaN ? 1 : max(0, factor)
        }
    }

    mutating func take(_ drift: Drift) {
        guard let row = rows.row(of: drift.symbol, drift.strategy) else { return }
        terms[row].isDrifting = drift.active
    }

    /// The account's equity and drawdown, or one symbol's day.
    mutating func take(_ update: PnLUpdate, _ time: Timestamp) {
        guard knows(update.symbol) else {
            (account.equity, account.drawdown, account.day) = (update.equity, update.drawdown, time.day)
            return
        }
        let symbol = update.symbol.int
        states[symbol].dayPnL = update.dayPnL
        states[symbol].day = time.day
        states[symbol].take(told: rules[symbol].lots(of: update.position), time)
    }

    /// A halt holds until an alert about the whole account lifts it; a warning about one symbol lets its
    /// entries rest for one candle.
    mutating func take(_ alert: RiskAlert, _ time: Timestamp) {
        if alert.halted {
            account.isHalted = true
        } else if knows(alert.symbol) {
            guard alert.severity != .info else { return }
            states[alert.symbol.int].pause(until: time + (timeframes.last ?? .m5).span, alert.reason)
        } else {
            account.isHalted = false
        }
    }
}
