import Market
import Messages
import Stages

extension L2TacticStage {
    /// What entries and exits have in common: id, sources, expiry.
    func plan(_ decision: Decision) -> ExecutionPlan {
        var plan = ExecutionPlan()
        let close = decision.reading.candle.closeTime
        plan.signalID = names.label(decision.symbol, close, decision.timeframe)
        plan.symbol = decision.symbol
        plan.expires = close + decision.timeframe.span * Int64(settings.expiryCandles)
        plan.atr = decision.reading.atr
        plan.sources = decision.vote.sources
        return plan
    }

    /// Publishes plan and signal, in this order, and remembers that they are on their way.
    mutating func send(
        _ decision: Decision, _ quantity: Quantity, stop: Price, _ plan: ExecutionPlan,
        _ effects: inout Effects
    ) {
        let causes = causes(of: decision)
        explain(decision, plan.signalID, causes, &effects)
        effects.publish(.executionPlan(plan), because: causes)
        effects.publish(.signal(signal(decision, quantity, stop: stop, plan)), because: causes)
        states[decision.symbol.int].pending = plan.signalID
        states[decision.symbol.int].pendingExpires = plan.expires
        tallies[decision.symbol.int].signals += 1
        note(ChartWord(advice: decision.vote.advice, code: .none), decision)
    }

    private func signal(_ decision: Decision, _ quantity: Quantity, stop: Price, _ plan: ExecutionPlan)
        -> Signal
    {
        var signal = Signal()
        signal.signalID = plan.signalID
        signal.strategyID = strategies.labels[decision.vote.leader.int]
        signal.timestamp = Double(decision.reading.candle.closeTime.seconds)
        signal.symbol = decision.symbol
        signal.side = decision.vote.side
        signal.quantity = quantity
        signal.stopLoss = stop
        signal.confidence = decision.vote.confidence
        signal.regime = Labels.regimes[Int(states[decision.symbol.int].targets.regime.rawValue)]
        signal.correlation = correlation.value
        return signal
    }

    /// The leading strategy's weight and L3's targets, where they have been told.
    func causes(of decision: Decision) -> Causes {
        let state = states[decision.symbol.int]
        let weight = terms[decision.vote.leaderRow].updateID
        return weight == .none ? Causes(state.targetsID) : Causes(weight, state.targetsID)
    }
}

/// Names as they stand in a Signal, made once.
private enum Labels {
    static let regimes = Regime.allCases.map { ShortLabel(clipping: $0.name) }
}
