import Market
import Messages
import Stages

/// What is wanted, and when it is said.
extension L3StrategyStage {
    /// Relative change of exposure or risk that matters.
    static let materialChange = 0.05

    /// Every symbol that has warmed up.
    mutating func publishAll(_ code: ReasonCode, _ input: Envelope, _ effects: inout Effects) {
        guard !input.isWarmUp else { return }
        for index in symbols.indices where symbols[index].isReady {
            publish(SymbolID(index), code, input, &effects)
        }
    }

    mutating func publish(
        _ symbol: SymbolID, _ code: ReasonCode, _ input: Envelope, _ effects: inout Effects
    ) {
        var targets = targets(of: symbol, at: input.time)
        targets.code = code
        symbols[symbol.int].published = targets
        symbols[symbol.int].isPublished = true
        symbols[symbol.int].news = .none
        symbols[symbol.int].nextPeriod = input.time.next(multipleOf: settings.period)
        let state = symbols[symbol.int]
        effects.publish(.tacticTargets(targets), because: Causes(state.metaID, state.fillID, system.cause))
    }

    func targets(of symbol: SymbolID, at time: Timestamp) -> TacticTargets {
        let state = symbols[symbol.int]
        var targets = TacticTargets()
        targets.symbol = symbol
        targets.regime = state.classifier.regime
        targets.adx = state.reading.adx
        targets.volatility = state.reading.volatility
        targets.volatilityPercentile = state.reading.volatilityPercentile
        targets.multipliers = multipliers(of: symbol, in: targets.regime)
        targets.rank = universe.rank(of: symbol, symbols)
        let goals = goals(of: symbol, targets.rank, at: time)
        targets.netExposure = goals.netExposure
        targets.maxRisk = goals.maxRisk
        targets.reduceOnly = system.isReduceOnly || riskScale(of: symbol) == 0 || exitsOnly[symbol.int]
        return targets
    }

    /// Each family's factor in a regime, as far as L4 trusts the best of its strategies on the pair.
    private func multipliers(of symbol: SymbolID, in regime: Regime) -> FamilyTable {
        var table = FamilyTable()
        for row in rows.rows(of: symbol) {
            let family = families[rows.strategies[row].int]
            let fit = SubStrategyTable.factor(of: family, in: regime)
            let factor = opinions[row].factor(fit, smallestWeight: smallestWeight)
            // Nothing is said of a family before its first.
            table[family] = table[family] >= factor ? table[family] : factor
        }
        return table
    }

    /// L4's factor on the risk of the symbol: the largest of its strategies.
    func riskScale(of symbol: SymbolID) -> Double {
        var scale = 0.0
        for row in rows.rows(of: symbol) { scale = max(scale, opinions[row].riskScale) }
        return min(1, scale)
    }

    private func goals(of symbol: SymbolID, _ rank: UInt16, at time: Timestamp) -> ExposureGoals {
        let state = symbols[symbol.int]
        let allowedLoss = maxLosses[symbol.int] * system.equity
        return ExposureGoals(
            largest: maxExposures[symbol.int], risk: settings.maxRisk, rank: rank,
            drawdown: share(system.drawdown, of: limits.maxDailyDrawdown),
            loss: share(state.losses.loss(at: time), of: allowedLoss), riskScale: riskScale(of: symbol),
            isOneSided: system.isOneSided, isVolatile: state.classifier.isVolatile)
    }

    private func share(_ part: Double, of whole: Double) -> Double { whole > 0 ? part / whole : 0 }

    func differs(_ targets: TacticTargets, from before: TacticTargets) -> Bool {
        targets.regime != before.regime || targets.multipliers != before.multipliers
            || targets.rank != before.rank || targets.reduceOnly != before.reduceOnly
            || abs(targets.netExposure - before.netExposure) >= Self.materialChange * before.netExposure
            || abs(targets.maxRisk - before.maxRisk) >= Self.materialChange * before.maxRisk
    }
}
