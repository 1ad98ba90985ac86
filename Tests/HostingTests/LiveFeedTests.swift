import Configuration
@testable import Cores
@testable import Delivery
import Exchanges
import FeedHandler
import Market
import Messages
import Stages
import Telemetry
import TestSupport
import Testing

/// Time and events of a live market, which waits for nobody.
@Suite struct LiveFeedTests {
    private static let start = Timestamp(nanoseconds: CoreBench.second)

    // MARK: - While the market tells

    /// A feed handler beside a market, and what it says.
    private final class Stand {
        let market = PushedFeed("market", history: LiveFeedTests.past)
        let bench: CoreBench
        private let decoder: FrameDecoder

        init(ended: Bool = false) throws {
            let settings = Settings.standard
            bench = try CoreBench(.feedHandler, FeedHandlerStage(settings: settings), settings, isLive: true)
            decoder = FrameDecoder(settings.instruments)
            bench.core.feed = LiveFeed(
                market, history: HistoryRing(settings), log: Log(process: "test", level: .error))
            try bench.core.begin(isResumed: false)
            _ = try said(.clock)
        }

        /// Lets time go on, a tenth of a second at a time; what was said of a kind.
        func pass(_ seconds: Int64, _ kind: MessageKind) throws -> [Message] {
            var heard: [Message] = []
            for _ in 0..<seconds * 10 {
                try bench.pass(CoreBench.second / 10)
                heard += try said(kind)
            }
            return heard
        }

        func said(_ kind: MessageKind) throws -> [Message] {
            try bench.words().compactMap { word in
                guard case .said(let topic, let payload) = word else { return nil }
                let found = Array(topic.utf8).withUnsafeBytes {
                    TopicCatalogue.kind(ofTopic: $0, bench.settings.instruments)
                }
                guard found == kind else { return nil }
                return try payload.withUnsafeBytes { try decoder.decode(kind, $0).message }
            }
        }

        func tell(_ seconds: Double, _ price: Int) {
            var trade = Trade()
            (trade.symbol, trade.tradeID) = (SymbolID(0), Int64(seconds * 1_000))
            (trade.price, trade.quantity) = (Price(price), Quantity(1))
            market.push(MarketEvent(.trade(trade), at: LiveFeedTests.start + TimeSpan(nanoseconds: Int64(seconds * 1e9))))
        }
    }

    private static var past: [Kline] {
        (0..<3).map { minute in
            var kline = Kline()
            (kline.symbol, kline.interval) = (SymbolID(0), .m1)
            kline.openTime = Timestamp(milliseconds: Int64(minute) * 60_000 - 240_000)
            kline.closeTime = kline.openTime + .minutes(1)
            return kline
        }
    }

    private func times(_ clocks: [Message]) -> [Timestamp] {
        clocks.compactMap { if case .clock(let clock) = $0 { clock.time } else { nil } }
    }

    @Test func `what the market tells is said at once, and nobody is waited for`() throws {
        let stand = try Stand()
        stand.tell(0.5, 100)
        stand.tell(0.6, 101)
        try stand.bench.pass(0)
        #expect(try stand.said(.trade).count == 2)
        #expect(stand.bench.core.history.map { $0.page(SymbolID(0), from: 0).klines.count } == 3)
    }

    @Test func `where the market says nothing the clock ticks once a second, from the last that it told`() throws {
        let stand = try Stand()
        stand.tell(100, 100)
        try stand.bench.pass(0)
        _ = try stand.said(.clock)
        let ticks = times(try stand.pass(10, .clock))
        #expect(ticks.count == 10, "\(ticks)")
        #expect(zip([Self.start] + ticks, ticks).allSatisfy { $0 < $1 })
        #expect(ticks.first.map { $0 >= Self.start + .seconds(101) } == true)
        #expect(ticks.last.map { $0 <= Self.start + .seconds(110) } == true)
    }

    @Test func `a market that never says a word is told by the clock, too`() throws {
        #expect(times(try Stand().pass(5, .clock)).count >= 4)
    }

    @Test func `what was told before the clock's last tick is said late, and time does not fall`() throws {
        let stand = try Stand()
        stand.tell(1, 100)
        _ = try stand.pass(5, .clock)
        let before = stand.bench.core.engine.time
        stand.tell(2, 101)
        try stand.bench.pass(0)
        #expect(try stand.said(.trade).count == 1)
        #expect(stand.bench.core.engine.time == before)
    }

    @Test func `its end is the run's end`() throws {
        let stand = try Stand()
        stand.tell(1, 100)
        stand.market.finish()
        try stand.bench.pass(0)
        let ends = try stand.said(.clock).filter { if case .clock(let clock) = $0 { clock.ended } else { false } }
        #expect(ends.count == 1)
        #expect(try stand.pass(5, .clock).isEmpty)
    }

    // MARK: - While the feed handler is gone

    private func heardClocks(_ rank: ProcessRank, isLive: Bool, beats: Bool) throws -> Int {
        let bench = try CoreBench(rank, EchoStage(), isLive: isLive)
        try bench.core.begin(isResumed: false)
        for second in 0..<30 {
            if beats { try bench.tell([], from: "feed-handler.0", UInt64(second + 1)) }
            try bench.pass(CoreBench.second)
        }
        return bench.core.engine.stage(EchoStage.self)?.heard.count { $0 == "clock" } ?? 0
    }

    @Test func `a process of a live run tells itself the time while the feed handler is gone, and only then`() throws {
        let alone = try heardClocks(.riskManager, isLive: true, beats: false)
        #expect((15...30).contains(alone), "\(alone) in half a minute")
        #expect(try heardClocks(.riskManager, isLive: true, beats: true) == 0)
        #expect(try heardClocks(.riskManager, isLive: false, beats: false) == 0, "recorded data waits, and its time")
    }

    @Test func `its own time goes on from the newest that it heard`() throws {
        let bench = try CoreBench(.riskManager, EchoStage(), isLive: true)
        try bench.core.begin(isResumed: false)
        try bench.pass(12 * CoreBench.second)
        var clock = Clock()
        clock.time = Self.start + .minutes(60)
        try bench.hear(.clock(clock), from: "feed-handler.0", 1, at: clock.time)
        for _ in 0..<20 { try bench.pass(CoreBench.second) }
        #expect(bench.core.engine.time >= clock.time + .seconds(18))
        #expect(bench.core.engine.time <= clock.time + .seconds(20))
    }
}
