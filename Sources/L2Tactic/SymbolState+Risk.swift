import Market
import Messages
import Stages

/// L2's own risk control. The hard limits are the risk manager's; these keep L2 from asking for what
/// can't be.
extension SymbolState {
    /// Why nothing is entered now; `nil` where nothing stands against it. The first obstacle counts.
    func obstacle(
        to decision: Decision, _ rules: SymbolRules, _ account: AccountState, _ maxDailyDrawdown: Double
    ) -> Reason? {
        let time = decision.time
        if !position.isZero || isWaiting(at: time) { return Reason(.positionOpen) }
        if account.isHalted { return Reason(.halted) }
        let missing = DegradationCatalogue.refusal(by: L2TacticStage.rank, without: account.missing)
        if let missing { return Reason(missing) }
        if feed != .live { return Reason(.feedStale) }
        if !hasTargets { return Reason(.targetsMissing) }
        if rules.exitsOnly || targets.wantsNoEntries { return Reason(.reduceOnly) }
        if rules.isLongOnly, decision.vote.side == .sell { return Reason(.nothingToReduce) }
        if time < pausedUntil { return pauseReason }
        let fall = account.drawdown(at: time)
        if fall >= maxDailyDrawdown {
            return Reason(.dailyDrawdown, found: fall, limit: maxDailyDrawdown)
        }
        let (loss, equity) = (dayLoss(at: time), account.equity.double)
        if loss >= rules.maxDailyLoss * equity {
            return Reason(.pairDrawdown, found: equity > 0 ? loss / equity : 1, limit: rules.maxDailyLoss)
        }
        return nil
    }
}
