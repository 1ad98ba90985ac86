import Configuration
import Exchanges
import Market
import Messages
import Storage
import TestSupport
import Testing

@testable import Engine
@testable import Hosting

/// Trades alone are enough to trade on: the same minutes as candles and as trades are read the same.
@Suite struct BuiltCandlesTests {
    private static let start = Timestamp(milliseconds: 1_746_403_200_000)
    private static let minutes = 700

    /// Trades of BTC that wander and now and then run, and the candles that they make, by a sum of their own.
    private static func market() -> (trades: [MarketEvent], klines: [MarketEvent]) {
        var random = SeededGenerator(seed: 12)
        var (price, id) = (95_000.0, Int64(0))
        var (trades, klines): ([MarketEvent], [MarketEvent]) = ([], [])
        for minute in 0..<minutes {
            let drift = minute / 60 % 3 == 1 ? 0.0009 : minute / 60 % 3 == 2 ? -0.0009 : 0
            var kline = Kline()
            (kline.symbol, kline.openTime) = (SymbolID(0), start + .minutes(Int64(minute)))
            kline.closeTime = kline.openTime + .minutes(1)
            for part in 0..<12 {
                price *= 1 + drift / 12 + Double.random(in: -0.00015...0.00015, using: &random)
                var trade = Trade()
                id += 1
                (trade.symbol, trade.tradeID, trade.quantity) = (SymbolID(0), id, Quantity(raw: 5_000_000))
                trade.price = Price(price)?.rounded(to: Price(raw: 10_000_000), .nearest) ?? .zero
                let time = kline.openTime + .milliseconds(Int64(part) * 5_000 + 500)
                trades.append(MarketEvent(.trade(trade), at: time))
                if part == 0 { (kline.open, kline.high, kline.low) = (trade.price, trade.price, trade.price) }
                (kline.high, kline.low) = (max(kline.high, trade.price), min(kline.low, trade.price))
                kline.close = trade.price
                kline.volume += trade.quantity.double
                kline.quoteVolume += trade.quantity.double * trade.price.double
            }
            klines.append(MarketEvent(.kline(kline), at: kline.closeTime))
        }
        return (trades, klines)
    }

    private static func play(_ events: [MarketEvent], _ settings: Settings) throws -> FrameLog {
        var host = StageFactory.whole(settings, run: 1)
        let log = FrameLog()
        host.observer = log
        var runner = Runner(host)
        _ = try runner.run(MemorySource(events))
        return log
    }

    /// What a level said, without whom it names as its cause.
    private static func said(_ log: FrameLog, until end: Timestamp, _ kinds: Set<MessageKind>) -> [String] {
        log.frames.filter { kinds.contains($0.message.kind) && $0.time < end }.map { "\($0.time) \($0.message)" }
    }

    @Test func `the same minutes as trades give the same candles, readings and decisions, and orders come of them`() throws {
        var settings = try Settings.standard.alone("BTC/USDT")
        // This market's moves are small beside the costs: trade them all the same.
        (settings.tactic.maxCostShare, settings.tactic.minVote) = (10, 0.1)
        let market = Self.market()
        let byTrades = try Self.play(market.trades, settings)
        // The first minute nobody saw begin.
        let byCandles = try Self.play(Array(market.klines.dropFirst().dropLast()), settings)
        func candles(_ log: FrameLog) -> [Kline] {
            log.frames.compactMap { if case .kline(let kline) = $0.message { kline } else { nil } }
        }
        let built = candles(byTrades)
        #expect(built.count == Self.minutes - 2 && built.allSatisfy { $0.origin == .trades })
        #expect(built.map(\.candle) == candles(byCandles).map(\.candle))
        #expect(!byTrades.fills.isEmpty && byTrades.fills.contains { $0.purpose == .entry }, "trades end in orders")
        let entry = try #require(byTrades.fills.first).time(in: byTrades)
        let other = try #require(byCandles.fills.first).time(in: byCandles)
        let alike = min(entry, other)
        let read: Set<MessageKind> = [.tacticTargets, .signal, .executionPlan, .reasoning, .skipped]
        let decided = Self.said(byTrades, until: alike, read)
        #expect(decided.count > 5 && decided == Self.said(byCandles, until: alike, read))
        let regimes = byTrades.targets().map(\.regime)
        #expect(regimes == byCandles.targets().map(\.regime) || regimes.count > 10)
    }
}

extension Fill {
    /// When a run told of it.
    fileprivate func time(in log: FrameLog) -> Timestamp {
        log.frames.first { if case .fill(let fill) = $0.message { fill.fillID == fillID } else { false } }?.time ?? .never
    }
}
