import Configuration
import L2Tactic
import Market
import Messages
import Stages

/// A user's strategy: goes with the pair where the whole hour of the leading pair and the last closes agree.
///
/// It owns an array, so that it saves itself, and sees another pair on another timeframe, the regime and what is
/// held.
struct Follower: Strategy {
    static let count = StrategyParameter.whole("count", 4, in: 2...100, "closes that must agree")
    static let kind = StrategyKind("follower", .relativeValue, [count])

    private let count: Int
    private var closes: [Double] = []

    init(_ parameters: ParameterValues) { count = parameters.whole(Self.count) }

    mutating func update(_ candle: Candle, _ view: MarketView) -> StrategySignal? {
        closes.append(candle.close.double)
        if closes.count > count { closes.removeFirst() }
        guard closes.count == count, let hour = view.candle(of: SymbolID(0), .h1) else { return nil }
        let isUp = zip(closes, closes.dropFirst()).allSatisfy { $0 < $1 } && hour.close > hour.open
        let isDown = zip(closes, closes.dropFirst()).allSatisfy { $0 > $1 } && hour.close < hour.open
        let isFree = view.position.isZero && view.regime != .unknown
        guard isFree, isUp || isDown else { return .hold }
        let away = (isUp ? -0.005 : 0.005) * candle.close.double
        return StrategySignal(
            isUp ? .buy : .sell, confidence: 0.9, entryPrice: candle.close,
            stopLoss: Price(candle.close.double + away) ?? .absent, reasoning: Reasoning(.figures, Double(count)))
    }

    func save(into writer: inout StateWriter) { writer.write(closes) }

    mutating func restore(from reader: inout StateReader) throws(StateError) { closes = try reader.readArray() }
}
