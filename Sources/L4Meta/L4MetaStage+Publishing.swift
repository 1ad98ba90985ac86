import Market
import Messages
import Stages

/// What is said, and why.
extension L4MetaStage {
    /// At the start everybody learns all weights.
    mutating func publishAll(_ input: Envelope, _ effects: inout Effects) {
        let code = system.score.trades > 0 ? ReasonCode.rebalanced : .warmUp
        for index in symbols.indices { publish(SymbolID(index), because: Reason(code), &effects) }
    }

    /// Every strategy of a symbol, for one reason.
    mutating func publish(_ symbol: SymbolID, because reason: Reason, _ effects: inout Effects) {
        symbols[symbol.int].publishedThresholds = thresholds(of: symbol)
        for row in rows.rows(of: symbol) { publish(symbol, row, reason, &effects) }
    }

    /// All strategies of a symbol where a weight or a threshold changed since it was last said: so what
    /// is known below always sums to 1.
    mutating func publishNews(_ symbol: SymbolID, _ effects: inout Effects) {
        let thresholds = thresholds(of: symbol)
        let isNew = thresholds != symbols[symbol.int].publishedThresholds
        symbols[symbol.int].publishedThresholds = thresholds
        let rows = rows.rows(of: symbol)
        guard isNew || rows.contains(where: { abs(change(of: $0)) >= Self.news }) else { return }
        for row in rows {
            let change = change(of: row)
            let reason = abs(change) >= Self.news ? why(row, change) : whyThresholds
            publish(symbol, row, reason, &effects)
        }
    }

    /// How far a weight has moved since it was last said.
    private func change(of row: Int) -> Double { weights[row] - published[row] }

    private func why(_ row: Int, _ change: Double) -> Reason {
        let merit = merit(of: row)
        let score = scores[row].sharpe
        if change < 0, merit < 0 { return Reason(.strategyFading, found: score, limit: 0) }
        if change > 0, merit > 0 { return Reason(.strategyImproving, found: score, limit: 0) }
        return Reason(.rebalanced)
    }

    private var whyThresholds: Reason {
        guard system.drawdown > 0 else { return Reason(.rebalanced) }
        return Reason(.dailyDrawdown, found: system.drawdown, limit: limits.maxDailyDrawdown)
    }

    private mutating func publish(
        _ symbol: SymbolID, _ row: Int, _ reason: Reason, _ effects: inout Effects
    ) {
        let state = symbols[symbol.int]
        let score = scores[row]
        var update = StrategyUpdate()
        update.symbol = symbol
        update.strategy = rows.strategies[row]
        update.weight = weights[row]
        update.previousWeight = published[row]
        update.score = score.sharpe
        update.drawdown = score.trades > 0 ? score.drawdown : .nan
        update.trades = score.trades
        update.riskScale = state.publishedThresholds.riskScale
        update.minConfidence = state.publishedThresholds.minConfidence
        update.maxSpreadBps = state.publishedThresholds.maxSpreadBps
        update.maxSlippageBps = state.publishedThresholds.maxSlippageBps
        update.reason = reason
        published[row] = update.weight
        effects.publish(.strategyUpdate(update), because: Causes(state.tradeID, system.cause))
    }
}
