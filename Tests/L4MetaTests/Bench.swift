import Configuration
import Market
import Messages
import Stages

@testable import L4Meta

/// L4 with what is said to it. A trade is a plan, an entry of one BTC (ETH, SOL) at 100, and its exit:
/// an ATR of 5 and the stop at 2 ATR make 1 R ten USDT.
struct Bench {
    static let btc = SymbolID(0)
    static let eth = SymbolID(1)
    static let sol = SymbolID(2)
    static let start = Timestamp(milliseconds: 1_746_403_200_000)  // 2025-05-05T00:00Z

    /// How many rows L4 tells: each strategy of the catalogue on each pair.
    static let rows = 3 * StrategyNames.documents.count
    /// What a strategy weighs at first on a pair whose own strategy is another.
    static let other = 0.5 / Double(StrategyNames.documents.count - 1)

    var stage: L4MetaStage
    var time = start
    private var fills: UInt64 = 0

    init(_ settings: Settings = .standard) {
        stage = L4MetaStage(settings: settings)
        _ = stage.effects(of: Envelope(.joined, at: time))
    }

    @discardableResult mutating func hear(_ message: Message, isWarmUp: Bool = false) -> [Message] {
        let input = Envelope(.message(message), at: time, id: EventID(raw: 7), isWarmUp: isWarmUp)
        return stage.effects(of: input).published
    }

    /// Lets event time pass, an hour's clock at a time; answers what the last hour brought.
    @discardableResult mutating func pass(hours: Int) -> [StrategyUpdate] {
        var updates: [StrategyUpdate] = []
        for _ in 0..<hours {
            time = time + .hours(1)
            updates = hear(.clock(Clock())).compactMap(\.update)
        }
        return updates
    }

    @discardableResult mutating func trade(
        _ symbol: SymbolID, _ sources: [StrategyID: Double], result: Int, side: Side = .buy
    ) -> [Message] {
        open(symbol, sources, side: side)
        return close(symbol, pnl: result * 10, side: side)
    }

    mutating func open(_ symbol: SymbolID, _ sources: [StrategyID: Double], side: Side = .buy) {
        var plan = ExecutionPlan()
        plan.symbol = symbol
        plan.signalID = Label(clipping: "s\(fills)")
        plan.atr = 5
        for (strategy, weight) in sources { plan.sources.add(strategy, weight) }
        hear(.executionPlan(plan))
        hear(.fill(fill(symbol, plan.signalID, .entry, side, position: side == .buy ? 1 : -1)))
    }

    @discardableResult mutating func close(_ symbol: SymbolID, pnl: Int, side: Side = .buy) -> [Message] {
        var exit = fill(symbol, "other", .exit, side.opposite, position: 0)
        exit.realisedPnL = Money(pnl)
        return hear(.fill(exit))
    }

    mutating func fill(
        _ symbol: SymbolID, _ signal: Label, _ purpose: Purpose, _ side: Side, position: Int
    ) -> Fill {
        fills += 1
        var fill = Fill()
        fill.fillID = fills
        fill.clientOrderID = ClientOrderID(signal: signal, leg: 1)
        fill.symbol = symbol
        fill.purpose = purpose
        fill.side = side
        fill.price = Price(100)
        fill.quantity = Quantity(1)
        fill.position = Quantity(position)
        return fill
    }

    @discardableResult mutating func account(equity: Int, drawdown: Double = 0) -> [Message] {
        var update = PnLUpdate()
        update.equity = Money(equity)
        update.drawdown = drawdown
        return hear(.pnlUpdate(update))
    }

    mutating func regime(_ symbol: SymbolID, _ regime: Regime) {
        var targets = TacticTargets()
        targets.symbol = symbol
        targets.regime = regime
        hear(.tacticTargets(targets))
    }
}

extension Message {
    var update: StrategyUpdate? { if case .strategyUpdate(let update) = self { update } else { nil } }
    var drift: Drift? { if case .drift(let drift) = self { drift } else { nil } }
}

/// Weights in the order of the documents' strategies.
extension [Double] {
    subscript(strategy: StrategyID) -> Double {
        get { self[strategy.int] }
        set { self[strategy.int] = newValue }
    }

    var sum: Double { reduce(0, +) }
}
