import Configuration
@testable import Cores
@testable import Exchanges
import FeedHandler
import Market
import Messages
import Stages
import Storage
import Telemetry
import TestSupport
import Testing

/// Time in a free run where no data comes (found: a feed that falls wholly silent was noticed with the next
/// candle alone).
@Suite struct ClockTickTests {
    private static let start: Int64 = 1_746_403_200_000  // 2025-05-05T00:00Z

    private static func kline(_ symbol: Int, minute: Int64) -> MarketEvent {
        var kline = Kline()
        kline.symbol = SymbolID(symbol)
        kline.openTime = Timestamp(milliseconds: start + (minute - 1) * 60_000)
        kline.closeTime = Timestamp(milliseconds: start + minute * 60_000)
        let price = Price(50_000)
        (kline.open, kline.high, kline.low, kline.close) = (price, price, price, price)
        return MarketEvent(.kline(kline), at: kline.closeTime)
    }

    /// Three minutes of every pair, an hour of nothing, one minute more.
    private func play(speed: Double, seconds: Int64) throws -> [(wall: Int64, message: Message)] {
        let settings = Settings.standard
        let bench = try CoreBench(.feedHandler, FeedHandlerStage(settings: settings), settings)
        let pairs = settings.instruments.count
        let events = ([1, 2, 3, 63] as [Int64]).flatMap { minute in
            (0..<pairs).map { Self.kline($0, minute: minute) }
        }
        try bench.core.begin(isResumed: false)
        // Nobody else is there, and nobody is waited for.
        for _ in 0..<4 { try bench.pass(CoreBench.second) }
        _ = bench.words()
        bench.core.feed = try FeedDriver(
            RecordedFeed(MemorySource(events)), settings, speed: speed, expected: 0,
            log: Log(process: "test", level: .error))
        let decoder = FrameDecoder(settings.instruments)
        var heard: [(Int64, Message)] = []
        let began = bench.core.clock.monotonic
        while bench.core.clock.monotonic - began < seconds * CoreBench.second {
            try bench.pass(5_000_000)
            for word in bench.words() {
                guard case .said(let topic, let payload) = word,
                    let kind = Array(topic.utf8).withUnsafeBytes({ TopicCatalogue.kind(ofTopic: $0, settings.instruments) }),
                    kind == .clock || kind == .feedHealth || kind == .kline
                else { continue }
                let message = try payload.withUnsafeBytes { try decoder.decode(kind, $0).message }
                heard.append((bench.core.clock.monotonic - began, message))
            }
        }
        return heard
    }

    private func staleness(_ heard: [(wall: Int64, message: Message)]) -> [Int64] {
        heard.compactMap { word in
            guard case .feedHealth(let health) = word.message, health.state == .stale else { return nil }
            return word.wall
        }
    }

    @Test func `a feed that falls wholly silent is stale within its limit, long before the next candle`() throws {
        let settings = Settings.standard
        // At 60 times its speed: the limit of three minutes is three seconds, the hour a minute.
        let stale = staleness(try play(speed: 60, seconds: 20))
        #expect(stale.count == settings.instruments.count, "every pair, once")
        let limit = Int64(settings.feed.klineStaleAfter.nanoseconds / 60)
        let silentFrom = 2 * CoreBench.second  // the third minute
        for wall in stale {
            #expect(wall >= silentFrom + limit - CoreBench.second / 2)
            #expect(wall <= silentFrom + limit + CoreBench.second / 2)
        }
    }

    @Test func `the clock never runs ahead of the next event, nor back`() throws {
        let heard = try play(speed: 3_600, seconds: 4)
        let times = heard.compactMap { word -> Timestamp? in
            guard case .clock(let clock) = word.message else { return nil }
            return clock.time
        }
        #expect(times.count > 10, "the hour takes a second")
        #expect(times == times.sorted())
        let candles = heard.indices.filter { if case .kline = heard[$0].message { true } else { false } }
        let last = try #require(candles.last)
        guard case .kline(let kline) = heard[last].message else { return }
        for word in heard[..<last] {
            if case .clock(let clock) = word.message { #expect(clock.time <= kline.closeTime) }
        }
    }

    @Test func `as fast as it goes time comes in events alone`() throws {
        let clocks = try play(speed: 0, seconds: 3).filter { if case .clock = $0.message { true } else { false } }
        #expect(clocks.count == 5, "one for each minute, and the end's")
    }
}
