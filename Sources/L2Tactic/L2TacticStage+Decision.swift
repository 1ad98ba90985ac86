import Configuration
import Market
import Messages
import Stages

extension L2TacticStage {
    /// Composes the strategies' signals at a candle's close and acts on a vote that is strong enough.
    mutating func decide(
        _ symbol: SymbolID, _ timeframe: Timeframe, _ reading: Reading, _ input: Envelope,
        _ effects: inout Effects
    ) {
        let vote = Vote(&ballots, terms)
        if vote.refusal.code != .none { tallies[symbol.int].refuse(vote.refusal.code) }
        let decision = Decision(
            symbol: symbol, timeframe: timeframe, reading: reading, vote: vote, time: input.time)
        guard abs(vote.total) >= settings.minVote else { return hold(decision, &effects) }
        let position = states[symbol.int].position
        let isOpposite = !position.isZero && position.isPositive != (vote.side == .buy)
        if isOpposite { return exit(decision, position.magnitude, &effects) }
        let obstacle = states[symbol.int].obstacle(to: decision, rules[symbol.int], account, maxDailyDrawdown)
        if let obstacle { return refuse(decision, obstacle, &effects) }
        enter(decision, &effects)
    }

    /// An opposite vote reduces to flat; it never flips in one order (decision 12). It takes at
    /// least the timeframe of the entry to do so: what five minutes say doesn't refute a trade whose stop
    /// and target are measured in candles of fifteen.
    private mutating func exit(_ decision: Decision, _ quantity: Quantity, _ effects: inout Effects) {
        guard !states[decision.symbol.int].isWaiting(at: decision.time) else {
            return refuse(decision, Reason(.positionOpen), &effects)
        }
        guard decision.timeframe >= states[decision.symbol.int].entry.timeframe else {
            return refuse(decision, Reason(.shorterTimeframe), &effects)
        }
        tallies[decision.symbol.int].exits += 1
        send(decision, quantity, stop: .absent, plan(decision), &effects)
    }

    private mutating func enter(_ decision: Decision, _ effects: inout Effects) {
        let rule = rules[decision.symbol.int]
        let (candle, atr) = (decision.reading.candle, decision.reading.atr)
        guard
            let protection = Protection(
                decision.vote.side, close: candle.close, atr: atr, stopMultiple: rule.stopMultiple,
                targetMultiple: settings.targetMultiple, tick: rule.tick)
        else {
            let reason = Reason(.noRoomForStop, found: atr, limit: candle.close.double)
            return refuse(decision, reason, &effects)
        }
        let liquidation = rule.liquidation.breach(
            of: protection.stop, decision.vote.side, at: candle.close)
        if let liquidation { return refuse(decision, liquidation, &effects) }
        let cost = costShare(decision, protection)
        if cost > settings.maxCostShare {
            let reason = Reason(.costTooHigh, found: cost, limit: settings.maxCostShare)
            return refuse(decision, reason, &effects)
        }
        let (cap, value) = sizing(decision, stop: protection.stop).smallest
        let size = value * decision.vote.sizeFactor
        let quantity = rule.quantity(worth: size, at: candle.close)
        if let reason = rule.refusal(quantity, of: size, at: candle.close, cap) {
            return refuse(decision, reason, &effects)
        }
        var plan = plan(decision)
        plan.takeProfit = protection.target
        plan.sizeCap = cap
        send(decision, quantity, stop: protection.stop, plan, &effects)
        states[decision.symbol.int].entry = TradePlan(
            signal: plan.signalID, stop: protection.stop, timeframe: decision.timeframe)
    }

    /// What fees and spread take of the way to the target. Where that is a large part, the odds that the
    /// plan assumes (its payoff of target to stop) aren't the odds that are traded: a quiet market on a
    /// short timeframe earns the exchange its fees and nobody else anything.
    private func costShare(_ decision: Decision, _ protection: Protection) -> Double {
        let close = decision.reading.candle.close.double
        let cost = close * rules[decision.symbol.int].roundTripCost
        return cost / abs(protection.target.double - close)
    }

    private func sizing(_ decision: Decision, stop: Price) -> Sizing {
        let (state, rule) = (states[decision.symbol.int], rules[decision.symbol.int])
        let close = decision.reading.candle.close.double
        let kelly = state.record.kelly(at: decision.time, settings, halfLife: recordHalfLife)
        return Sizing(
            equity: account.equity.double, volatility: decision.reading.volatility,
            targetVolatility: settings.targetVolatility, stopFraction: abs(close - stop.double) / close,
            kelly: kelly * settings.kellyShare,
            maxRisk: wish(state.targets.maxRisk, or: maxRisk) * decision.vote.riskScale,
            maxPosition: rule.maxPosition, leverage: rule.leverage,
            netExposure: wish(state.targets.netExposure, or: rule.maxExposure),
            liquidity: state.lastQuoteVolume * liquidityShare)
    }

    /// What L3 wants, or what is configured where it left its wish out.
    private func wish(_ told: Double, or configured: Double) -> Double {
        told.isNaN ? configured : abs(told)
    }
}
