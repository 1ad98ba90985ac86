import Market
import Messages
import RiskRules
import Stages

extension L1OperationalStage {
    mutating func enter(_ place: Int, _ input: Envelope, _ effects: inout Effects) {
        fit(place)
        let work = works[place]
        var portfolio = PortfolioView()
        portfolio.barrier = barrier(for: work, at: input.time)
        let proposal = Proposal(view(of: work), in: portfolio, by: settings)
        if let refused = RuleCatalogue.judge(proposal, by: RuleCatalogue.whole) {
            return finish(work.id, .rejected, refused.reason, &effects)
        }
        works[place].phase = .checking
        var check = RiskCheck()
        check.intent = work.intent
        check.confidence = work.confidence
        effects.ask(
            .riskManager, RequestID(work.intent.clientOrderID, .riskCheck), .riskCheck(check),
            answerBy: settings.operational.answerWithin)
    }

    /// Lowers the quantity to what the market offers and to the instrument's grid; never raises it. Where
    /// the market offers less than the smallest order, the liquidity rule refuses the whole.
    private mutating func fit(_ place: Int) {
        let intent = works[place].intent
        let smallest = max(settings.limits.minOrder, settings.instruments[intent.symbol].minNotional)
        if let offered = liquidity(for: intent).present, offered < intent.notional, offered >= smallest {
            let fitting = offered.quantity(at: intent.referencePrice) ?? .zero
            lower(
                place, fitting,
                Reason(.notEnoughLiquidity, found: offered.double, limit: intent.notional.double))
        }
        let quantity = works[place].intent.quantity
        let onGrid = quantity.rounded(to: settings.instruments[intent.symbol].stepSize, .down)
        lower(place, onGrid, Reason(.quantityRounded, found: quantity.double, limit: onGrid.double))
        tighten(place)
    }

    /// Moves stop and target onto the instrument's grid, both towards the price: the trade can end a tick
    /// sooner and never later. A limit price is never moved (see `flaw`).
    private mutating func tighten(_ place: Int) {
        let intent = works[place].intent
        let tick = settings.instruments[intent.symbol].tickSize
        if let stop = intent.stopLoss.present {
            let moved = stop.rounded(to: tick, intent.side == .buy ? .up : .down)
            works[place].intent.stopLoss = moved
            works[place].noteTightened(.stopRounded, from: stop, to: moved)
        }
        if let target = intent.takeProfit.present {
            let moved = target.rounded(to: tick, intent.side == .buy ? .down : .up)
            works[place].intent.takeProfit = moved
            works[place].noteTightened(.targetRounded, from: target, to: moved)
        }
    }

    mutating func lower(_ place: Int, _ quantity: Quantity, _ reason: Reason) {
        guard quantity < works[place].intent.quantity else { return }
        works[place].intent.quantity = quantity
        if works[place].lowered.code == .none { works[place].lowered = reason }
    }

    /// L4's factor on risk, for lone signals alone: L2 has sized its own by it.
    mutating func lower(_ id: Label, to scale: Double) {
        guard scale < 1, let place = works.firstIndex(where: { $0.id == id }), !works[place].intent.reduces
        else {
            return
        }
        lower(
            place, works[place].intent.quantity.scaled(by: scale), Reason(.rebalanced, found: scale, limit: 1)
        )
    }

    /// Why no entry goes now, as far as L1 knows.
    private func barrier(for work: Work, at time: Timestamp) -> Reason {
        if state.isHalted { return Reason(.halted) }
        let missing = DegradationCatalogue.refusal(by: Self.rank, without: state.missing)
        if let missing { return Reason(missing) }
        let market = market[work.intent.symbol.int]
        if market.isStale { return market.feed.refusal(at: time) }
        let opposite = works.contains {
            $0.id != work.id && $0.intent.symbol == work.intent.symbol && $0.phase != .held
                && !$0.intent.reduces && $0.intent.side != work.intent.side
        }
        return Reason(opposite ? .oppositeSignal : .none)
    }

    // MARK: - Exits

    /// Reduces at most the position net of exits under way. Nobody is asked for leave.
    mutating func exit(_ place: Int, _ input: Envelope, _ effects: inout Effects) {
        let intent = works[place].intent
        let working = children.reduce(Quantity.zero) { sum, child in
            let counts = child.intent.symbol == intent.symbol && child.intent.reduces && !child.status.isFinal
            return counts ? sum + child.intent.quantity - child.executed : sum
        }
        let left = Approved.reducible(
            by: intent.side, position: tradable(intent.symbol), working: working)
        let step = settings.instruments[intent.symbol].stepSize
        let (wanted, tooMuch) = (
            min(intent.quantity, left),
            Reason(.nothingToReduce, found: intent.quantity.double, limit: left.double)
        )
        let quantity = wanted.rounded(to: step, .down)
        guard quantity.isPositive else {
            let tooLittle = Reason(.quantityTooSmall, found: wanted.double, limit: step.double)
            return finish(works[place].id, .rejected, wanted.isPositive ? tooLittle : tooMuch, &effects)
        }
        lower(place, wanted, tooMuch)
        lower(place, quantity, Reason(.quantityRounded, found: wanted.double, limit: quantity.double))
        let largest = settings.instruments[intent.symbol].maxQuantity
        send(place, largest: largest, input, &effects)
    }
}
