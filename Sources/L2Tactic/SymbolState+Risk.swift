import Market
import Messages
import Stages

/// L2's own risk control. The hard limits are the risk manager's; these keep L2 from asking for what
/// can't be.
extension SymbolState {
    /// Why nothing is entered now; `nil` where nothing stands against it. The first obstacle counts.
    func obstacle(
        to decision: Decision, _ rules: SymbolRules, _ account: AccountState, _ maxDailyDrawdown: Double
    ) -> ReasonCode? {
        let time = decision.time
        if !position.isZero || isWaiting(at: time) { return .duplicateSignal }
        if account.isHalted { return .halted }
        let missing = DegradationCatalogue.refusal(by: L2TacticStage.rank, without: account.missing)
        if let missing { return missing }
        if feed != .live { return .feedStale }
        if !hasTargets { return .warmUp }
        if targets.reduceOnly { return .reduceOnly }
        if rules.isLongOnly, decision.vote.side == .sell { return .nothingToReduce }
        if time < pausedUntil { return pauseCode }
        if account.drawdown(at: time) >= maxDailyDrawdown { return .dailyDrawdown }
        if dayLoss(at: time) >= rules.maxDailyLoss * account.equity.double { return .dailyDrawdown }
        return nil
    }
}
