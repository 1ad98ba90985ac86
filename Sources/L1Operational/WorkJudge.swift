import Market
import Messages
import RiskRules
import Stages

/// Fits a work to market and instrument, and says why it may not go: as far as L1 knows.
struct WorkJudge {
    let around: Surroundings

    // MARK: - Entries

    /// Lowers the quantity to what the market offers and to the instrument's grid; never raises it. Where
    /// the market offers less than the smallest order, the liquidity rule refuses the whole.
    func fitEntry(_ work: inout Work) {
        let intent = work.intent
        let instrument = around.settings.instruments[intent.symbol]
        let smallest = max(around.settings.limits.minOrder, instrument.minNotional)
        if let offered = around.market.liquidity(for: intent).present, offered < intent.notional,
            offered >= smallest
        {
            let reason = Reason(.notEnoughLiquidity, found: offered.double, limit: intent.notional.double)
            work.lower(to: offered.quantity(at: intent.referencePrice) ?? .zero, reason)
        }
        let quantity = work.intent.quantity
        let onGrid = quantity.rounded(to: instrument.stepSize, .down)
        work.lower(to: onGrid, Reason(.quantityRounded, found: quantity.double, limit: onGrid.double))
        work.tighten(to: instrument.tickSize)
    }

    /// Why an entry does not go; `nil` where the risk manager may be asked.
    func refusal(of work: Work, isOpposed: Bool, at time: Timestamp) -> Reason? {
        var portfolio = PortfolioView()
        portfolio.barrier = barrier(for: work, isOpposed: isOpposed, at: time)
        let proposal = Proposal(view(of: work), in: portfolio, by: around.settings)
        return RuleCatalogue.judge(proposal, by: RuleCatalogue.whole)?.reason
    }

    /// The largest child of an entry that the profile, the pair and the exchange allow.
    func largestChild(of intent: OrderIntent) -> Quantity {
        let byValue = around.settings.limits.maxOrder.quantity(at: intent.referencePrice) ?? .zero
        let instrument = around.settings.instruments[intent.symbol]
        return min(byValue, min(around.settings[intent.symbol].maxOrderQuantity, instrument.maxQuantity))
    }

    private func barrier(for work: Work, isOpposed: Bool, at time: Timestamp) -> Reason {
        if around.account.isHalted { return Reason(.halted) }
        let rank = L1OperationalStage.rank
        if let missing = DegradationCatalogue.refusal(by: rank, without: around.account.missing) {
            return Reason(missing)
        }
        let market = around.market[work.intent.symbol]
        if market.isStale { return market.feed.refusal(at: time) }
        return Reason(isOpposed ? .oppositeSignal : .none)
    }

    /// The intent with what L1 knows of the market.
    private func view(of work: Work) -> OrderView {
        var view = OrderView(work.intent, confidence: work.confidence)
        view.minConfidence = work.rules.minConfidence
        view.maxSpreadBps = work.rules.maxSpreadBps
        view.maxSlippageBps = work.rules.maxSlippageBps
        view.spreadBps = around.market.spreadBps(of: work.intent.symbol)
        view.slippageBps = around.market.expectedSlippage(of: work.intent)
        view.liquidity = around.market.liquidity(for: work.intent)
        return view
    }

    // MARK: - Exits

    /// Lowers an exit to the position net of the exits under way. Nobody is asked for leave.
    /// - Returns: why nothing is left of it.
    func fitExit(_ work: inout Work, working: Quantity) -> Reason? {
        let intent = work.intent
        let left = Approved.reducible(
            by: intent.side, position: around.market.tradable(intent.symbol), working: working)
        let step = around.settings.instruments[intent.symbol].stepSize
        let wanted = min(intent.quantity, left)
        let tooMuch = Reason(.nothingToReduce, found: intent.quantity.double, limit: left.double)
        let quantity = wanted.rounded(to: step, .down)
        guard quantity.isPositive else {
            let tooLittle = Reason(.quantityTooSmall, found: wanted.double, limit: step.double)
            return wanted.isPositive ? tooLittle : tooMuch
        }
        work.lower(to: wanted, tooMuch)
        work.lower(to: quantity, Reason(.quantityRounded, found: wanted.double, limit: quantity.double))
        return nil
    }
}
