import Configuration
import Market
import Messages
import RiskMath
import RiskRules
import Stages
import Testing

@testable import L1Operational

@Suite struct MeasureTests {
    @Test func `correlation impact is the change of the exposure weighted by correlation`() {
        let impact = CorrelationImpact(
            settings: .standard, rolling: PairCorrelation(of: Settings.standard.instruments))
        // sqrt(0.05² + 0.06² + 2·0.8·0.05·0.06) = sqrt(0.0109) = 0.104403…; before: 0.05.
        #expect(
            abs(impact.change([0.05, 0.06, 0], Bench.eth, traded: 0.06) - (0.10440306508910551 - 0.05))
                < 1e-12)
        // A hedge: sqrt(0.05² + 0.05² − 2·0.8·0.0025) = sqrt(0.001) − 0.05.
        #expect(
            abs(impact.change([0.05, -0.05, 0], Bench.eth, traded: -0.05) - (0.03162277660168379 - 0.05))
                < 1e-12)
        #expect(impact.change([0.05, 0, 0], Bench.btc, traded: 0.05) == 0.05)
        var apart = Settings.standard
        for index in apart.symbols.indices { apart.symbols[index].correlatedWith = [] }
        let unmapped = CorrelationImpact(settings: apart, rolling: PairCorrelation(of: apart.instruments))
        #expect(abs(unmapped.size([0.03, 0.04, 0]) - 0.05) < 1e-12)
    }

    @Test func `the rolling correlation takes the map's place for BTC and ETH`() {
        var bench = Bench()
        var rolling = PairCorrelation(of: Settings.standard.instruments)
        for minute in 1...40 {
            bench.pass(.minutes(1))
            let swing = minute % 2
            for (symbol, price) in [(Bench.btc, 50_000 + swing * 100), (Bench.eth, 3_000 - swing * 6)] {
                bench.candle(symbol, price)
                rolling.update(symbol, Price(price), at: bench.time)
            }
        }
        #expect(abs(bench.stage.rollingCorrelation + 1) < 1e-4)
        let impact = CorrelationImpact(settings: .standard, rolling: rolling)
        #expect(impact.size([0.05, 0.05, 0]) < 1e-3)
        #expect(abs(impact.size([0.05, 0, 0.05]) - 0.09486832980505139) < 1e-12)
    }

    @Test func `children are nearly equal, on the grid and none above the largest`() throws {
        let step = Quantity(raw: 100_000)
        let split = try #require(
            ChildSplit(Quantity(raw: 5_300_000), largest: Quantity(raw: 2_000_000), step: step, limit: 89))
        let parts = (0..<split.count).map { split[$0] }
        #expect(parts == [Quantity(raw: 1_800_000), Quantity(raw: 1_800_000), Quantity(raw: 1_700_000)])
        #expect(ChildSplit(Quantity(1), largest: Quantity(raw: 99_999), step: step, limit: 89) == nil)
        #expect(ChildSplit(Quantity(90), largest: Quantity(1), step: step, limit: 89) == nil)
        #expect(ChildSplit(Quantity(89), largest: Quantity(1), step: step, limit: 89)?.count == 89)
    }

    @Test func `liquidity and slippage come from the book where there is one`() {
        var bench = Bench()
        for (side, prices) in [(Side.buy, [2_999, 2_998]), (.sell, [3_001, 3_005, 3_100])] {
            var depth = Depth()
            (depth.symbol, depth.side, depth.isLast) = (Bench.eth, side, side == .sell)
            (depth.isSnapshot, depth.isFirst) = (true, side == .buy)
            for price in prices {
                _ = depth.levels.append(BookLevel(price: Price(price), quantity: Quantity(raw: 10_000_000)))
            }
            bench.hear(.depth(depth))
        }
        // 20 bps above 3000 is 3006: two levels of 0.1 ETH are in reach.
        let asked = bench.send(Bench.documentETH)
        #expect(asked.riskChecks.map(\.1.intent.quantity) == [Quantity(raw: 20_000_000)])
        #expect(asked.riskChecks.map(\.1.intent.referencePrice) == [Price(3_000)])
    }

    @Test func `the counters tell how signals ended`() {
        var bench = Bench()
        let sent = bench.approve(bench.send(Bench.documentBTC))
        bench.pass(.minutes(1))
        #expect(bench.stage.counters[0].active == 1)
        _ = bench.fill(sent, at: Price(50_100), position: Quantity(raw: 1_000_000))
        _ = bench.send(Bench.signal("bad", Bench.btc, Quantity(raw: 1_000_000)))
        let row = bench.stage.counters[0]
        #expect((row.processed, row.rejected, row.active, row.alerts) == (1, 1, 0, 1))
        #expect(row.successRate == 0.5)
        #expect(abs(row.meanSlippage - 0.2) < 1e-9)
        #expect(row.volume == Money(501))
        #expect((row.exposure, row.exposureLimit) == (0.05, 0.20))
        #expect(row.position == Quantity(raw: 1_000_000))
        let isUncounted = (0..<8).allSatisfy { row.latency[$0] == 0 }
        #expect(isUncounted, "a candle tells no moment")
    }

    @Test func `latency is measured where quotes tell the moment, and left out where candles don't`() throws {
        for hasQuotes in [false, true] {
            var bench = Bench()
            if hasQuotes {
                var ticker = Ticker()
                (ticker.symbol, ticker.last) = (Bench.btc, Price(50_000))
                (ticker.bid, ticker.ask) = (Price(49_999), Price(50_001))
                bench.hear(.ticker(ticker))
            }
            let sent = bench.approve(bench.send(Bench.documentBTC))
            bench.pass(.milliseconds(52))
            let filled = bench.fill(sent, at: Price(50_100), position: Quantity(raw: 1_000_000))
            let report = try #require(filled.reports.first)
            #expect(hasQuotes ? report.latency == 52 : report.latency.isNaN)
            #expect(bench.stage.counters[0].latency[2] == (hasQuotes ? 1 : 0), "up to 100 ms")
        }
    }

    @Test func `a memory of signals forgets the oldest first`() {
        var memory = SignalMemory()
        for number in 0...SignalMemory.capacity { memory.insert(Label(clipping: "s\(number)")) }
        #expect(!memory.contains("s0"))
        #expect(memory.contains("s1") && memory.contains(Label(clipping: "s\(SignalMemory.capacity)")))
    }
}
