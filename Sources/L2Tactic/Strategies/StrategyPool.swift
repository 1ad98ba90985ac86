import Configuration
import Market
import Stages

/// All strategies of one kind, side by side, so that each is called in its own type.
protocol StrategyPool: Sendable {
    /// Adds one and answers its slot.
    mutating func add(_ parameters: ParameterValues) -> Int
    /// Gives the next closed candle to one; `nil` while it warms up.
    mutating func update(_ slot: Int, _ candle: Candle, _ view: MarketView) -> StrategySignal?
    func save(into writer: inout StateWriter)
    mutating func restore(from reader: inout StateReader) throws(StateError)
}

/// The pool of a type of strategy.
struct TypedPool<S: Strategy>: StrategyPool {
    private var strategies: [S] = []

    mutating func add(_ parameters: ParameterValues) -> Int {
        strategies.append(S(parameters))
        return strategies.count - 1
    }

    mutating func update(_ slot: Int, _ candle: Candle, _ view: MarketView) -> StrategySignal? {
        strategies[slot].update(candle, view)
    }

    func save(into writer: inout StateWriter) { S.save(strategies, into: &writer) }

    mutating func restore(from reader: inout StateReader) throws(StateError) {
        try S.restore(&strategies, from: &reader)
    }
}
