import Configuration
import Glibc
import Market
import Messages
import Stages

@testable import L3Strategy

/// L3 with a market of 15m candles, given as fifteen equal minutes each.
struct Bench {
    static let btc = SymbolID(0)
    static let eth = SymbolID(1)
    static let sol = SymbolID(2)
    static let start = Timestamp(milliseconds: 1_746_403_200_000)  // 2025-05-05T00:00Z

    var stage: L3StrategyStage
    /// By symbol: the end of what was heard, and the last price.
    var times = [Self.start, Self.start, Self.start]
    var prices = [50_000.0, 3_000, 150]
    var time = Self.start

    init(_ settings: Settings = .standard) { stage = L3StrategyStage(settings: settings) }

    @discardableResult mutating func hear(_ message: Message, isWarmUp: Bool = false) -> [TacticTargets] {
        let input = Envelope(.message(message), at: time, id: EventID(raw: 7), isWarmUp: isWarmUp)
        return stage.effects(of: input).published.compactMap(\.targets)
    }

    /// A 15m candle in which the price moves evenly by a fraction, swinging by `swing` on the way.
    @discardableResult mutating func candle(
        _ symbol: SymbolID, move: Double, swing: Double = 0, volume: Double = 1000, isWarmUp: Bool = false
    ) -> [TacticTargets] {
        (1...15).flatMap { step($0, symbol, move, swing, volume, isWarmUp) }
    }

    /// A candle of BTC and one of ETH, minute by minute side by side.
    mutating func pair(btc: Double, eth: Double, swing: (btc: Double, eth: Double)) {
        for minute in 1...15 {
            _ = step(minute, Self.btc, btc, swing.btc, 1000, false)
            _ = step(minute, Self.eth, eth, swing.eth, 1000, false)
        }
    }

    private mutating func step(
        _ minute: Int, _ symbol: SymbolID, _ move: Double, _ swing: Double, _ volume: Double, _ isWarmUp: Bool
    ) -> [TacticTargets] {
        let from = prices[symbol.int]
        let turn = minute % 2 == 0 ? 1.0 : -1
        prices[symbol.int] = from * (1 + move / 15 + (minute == 15 ? 0 : swing * turn))
        return minuteCandle(symbol, from, volume / 15, isWarmUp)
    }

    private mutating func minuteCandle(
        _ symbol: SymbolID, _ from: Double, _ volume: Double, _ isWarmUp: Bool
    ) -> [TacticTargets] {
        var kline = Kline()
        kline.symbol = symbol
        kline.openTime = times[symbol.int]
        kline.closeTime = kline.openTime + .minutes(1)
        kline.open = Price(from) ?? .zero
        kline.close = Price(prices[symbol.int]) ?? .zero
        kline.high = max(kline.open, kline.close)
        kline.low = min(kline.open, kline.close)
        kline.quoteVolume = volume
        times[symbol.int] = kline.closeTime
        time = max(time, kline.closeTime)
        return hear(.kline(kline), isWarmUp: isWarmUp)
    }

    /// Candles to and fro: no trend.
    @discardableResult mutating func range(
        _ symbol: SymbolID, candles: Int, width: Double = 0.001, volume: Double = 1000, isWarmUp: Bool = false
    ) -> [TacticTargets] {
        (0..<candles).flatMap { index in
            // The width breathes, so that volatilities differ and can be ranked.
            let breath = width * (1 + 0.3 * sin(Double(index) / 5))
            return candle(symbol, move: index % 2 == 0 ? breath : -breath, volume: volume, isWarmUp: isWarmUp)
        }
    }

    @discardableResult mutating func account(drawdown: Double) -> [TacticTargets] {
        var update = PnLUpdate()
        update.equity = Money(10_000).scaled(by: 1 - drawdown)
        update.drawdown = drawdown
        return hear(.pnlUpdate(update))
    }

    mutating func meta(_ symbol: SymbolID, _ strategy: StrategyID, weight: Double, riskScale: Double = 1) {
        var update = StrategyUpdate()
        update.symbol = symbol
        update.strategy = strategy
        update.weight = weight
        update.riskScale = riskScale
        hear(.strategyUpdate(update))
    }
}

extension Message {
    var targets: TacticTargets? { if case .tacticTargets(let targets) = self { targets } else { nil } }
}
