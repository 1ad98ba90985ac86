import Exchanges
import Market
import Messages
import TestSupport
import Testing

@testable import ExchangeSimulator

@Suite struct DeterminismTests {
    private static let names = ["BTC/USDT", "ETH/USDT", "SOL/USDT"]

    private func bench(seed: UInt64) -> Bench {
        let pairs = Self.names.map { (instrument($0, market: .spot), Price(1000)) }
        let feed = SyntheticFeed(pairs, seed: seed, from: day, history: 10)
        let listed = pairs.map { ListedSymbol($0.0) }
        return Bench([SimulatorMarket(.spot, listed, feed: feed)], SimulatorTerms(seed: seed))
    }

    private static let streams =
        "btcusdt@trade/ethusdt@depth@100ms/solusdt@kline_1m/!miniTicker@arr/btcusdt@bookTicker/ethusdt@ticker"

    /// The same data, seed and requests at the same times, however often the machine wakes in between.
    @Test(arguments: 1...5 as ClosedRange<UInt64>)
    func `the same seed says the same, however late the machine wakes`(seed: UInt64) throws {
        var (one, other) = (bench(seed: seed), bench(seed: seed))
        var chance = SeededGenerator(seed: seed)
        let sockets = (try one.open("/stream?streams=\(Self.streams)"), try other.open("/stream?streams=\(Self.streams)"))
        for _ in 0..<40 {
            let span = Int64.random(in: 1...9000, using: &chance)
            one.go(milliseconds: span)
            // The other sleeps all the time, and wakes at its end alone.
            other.moment.monotonic += span * 1_000_000
            other.moment.wall = other.moment.wall + .milliseconds(span)
            other.simulator.wake(at: other.moment)
            other.take()
            let paths = ["/api/v3/depth?symbol=ETHUSDT", "/api/v3/ticker/24hr", "/api/v3/trades?symbol=SOLUSDT"]
            for path in paths {
                let texts = (one.text(path), other.text(path))
                #expect(texts.0 == texts.1, "seed \(seed)")
            }
        }
        let heard = (one.heard[sockets.0] ?? [], other.heard[sockets.1] ?? [])
        #expect(heard.0.count > 500 && heard.0 == heard.1, "seed \(seed)")
        #expect(one.text("/api/v3/klines?symbol=BTCUSDT&interval=1m") != bench(seed: seed + 9).candles)
    }

    @Test func `a market made up has its history, keeps its ticks and goes on without end`() {
        let pair = (instrument(market: .um), Price(100_000))
        var feed = SyntheticFeed([pair], seed: 4, from: day, history: 60)
        #expect(feed.history.count == 60 && feed.history.last?.closeTime == day)
        var last = feed.history.last
        for _ in 0..<3000 {
            guard case .event(let event) = feed.next(), case .kline(let kline) = event.message else {
                Issue.record("it ended")
                return
            }
            #expect(kline.openTime == last?.closeTime && kline.open == last?.close)
            #expect(kline.low <= min(kline.open, kline.close) && kline.high >= max(kline.open, kline.close))
            #expect(kline.high.isMultiple(of: pair.0.tickSize) && kline.volume > 0)
            last = kline
        }
    }
}

extension Bench {
    fileprivate var candles: String {
        var copy = self
        return copy.text("/api/v3/klines?symbol=BTCUSDT&interval=1m")
    }
}
