import Configuration
import Market
import Messages
import Stages
import Testing

@testable import L1Operational

@Suite struct EntryTests {
    @Test func `the document's BTC signal is one order of 500 USDT and ends in a report`() throws {
        var bench = Bench()
        let asked = bench.request(Bench.documentBTC)
        #expect(
            asked.list.contains { if case .answer(_, .acknowledge(let ack)) = $0 { ack.ok } else { false } })
        #expect(asked.riskChecks.map(\.1.intent.notional) == [Money(500)])
        let sent = bench.approve(asked)
        #expect(sent.submits.map(\.order.intent.quantity) == [Quantity(raw: 1_000_000)])
        #expect(sent.orders.map(\.clientOrderID.text) == ["st-btc_s1-1"])
        #expect(sent.orders.first?.stopLoss == Price(49_000))
        let report = try #require(
            bench.fill(sent, at: Price(50_050), position: Quantity(raw: 1_000_000)).reports.first)
        #expect(report.status == .filled)
        #expect(report.executedQuantity == Quantity(raw: 1_000_000))
        #expect(report.averagePrice == Price(50_050))
        #expect(abs(report.slippage - 0.1) < 1e-9)
        #expect(report.exposureBTC == 0.05)
        #expect(report.logreg.isNaN)
    }

    @Test func `the document's ETH signal is split into children of at most 1000 USDT`() {
        var bench = Bench()
        let sent = bench.approve(bench.request(Bench.documentETH))
        #expect(
            sent.submits.map(\.order.intent.quantity) == [
                Quantity(raw: 25_000_000), Quantity(raw: 25_000_000),
            ])
        #expect(
            sent.submits.map(\.order.approvedQuantity) == [
                Quantity(raw: 50_000_000), Quantity(raw: 50_000_000),
            ])
        #expect(sent.orders.map(\.clientOrderID.leg) == [1, 2])
        let done = bench.fill(sent, at: Price(3_000), position: Quantity(raw: 50_000_000))
        #expect(done.reports.map(\.executedQuantity) == [Quantity(raw: 50_000_000)])
    }

    @Test func `one report comes when the last child has ended, whatever its end`() {
        var bench = Bench()
        let children = bench.approve(bench.send(Bench.documentETH)).submits.map(\.order.intent)
        let half = Quantity(raw: 25_000_000)
        #expect(bench.state(children[0], .filled, executed: half, at: Price(3_003)).reports.isEmpty)
        #expect(bench.state(children[0], .filled, executed: half, at: Price(3_003)).reports.isEmpty)
        let reports = bench.state(children[1], .expired).reports
        #expect(reports.map(\.status) == [.partiallyFilled])
        #expect(reports.map(\.executedQuantity) == [half])
        #expect(bench.state(children[1], .expired).reports.isEmpty)
        #expect(bench.stage.counters[1].active == 0)
    }

    @Test func `a signal without fills ends as its children did`() {
        for (status, expected) in [
            (OrderStatus.expired, ReportStatus.expired), (.cancelled, .cancelled), (.rejected, .rejected),
        ] {
            var bench = Bench()
            let child = bench.approve(bench.send(Bench.documentBTC)).submits[0].order.intent
            #expect(bench.state(child, status).reports.map(\.status) == [expected])
        }
    }

    @Test func `the hard rules refuse before anyone is asked`() {
        let cases: [(ReasonCode, (inout Bench, inout Signal) -> Void)] = [
            (.missingStop, { $1.stopLoss = .absent }),
            (.incoherentStop, { $1.stopLoss = Price(51_000) }),
            (
                .orderTooSmall,
                {
                    $1.quantity = Quantity(raw: 190_000); _ = $0
                }
            ),
            (.confidenceTooLow, { $1.confidence = 0.6 }),
            (
                .notEnoughLiquidity,
                {
                    $0.candle(Bench.btc, 50_000, volume: 100); _ = $1
                }
            ),
            (.halted, { bench, _ in bench.halt() }),
            (
                .feedStale,
                { bench, _ in
                    var health = FeedHealth()
                    (health.symbol, health.state) = (Bench.btc, .stale)
                    bench.hear(.feedHealth(health))
                }
            ),
            (
                .spreadTooWide,
                { bench, _ in
                    var ticker = Ticker()
                    (ticker.symbol, ticker.last) = (Bench.btc, Price(50_000))
                    (ticker.bid, ticker.ask) = (Price(49_950), Price(50_050))
                    bench.hear(.ticker(ticker))
                }
            ),
            (
                .signalIDTooLong,
                {
                    $1.signalID = "a-signal-id-of-29-characters-"; _ = $0
                }
            ),
            (.unknownSymbol, { $1.symbol = SymbolID(9) }),
            (.invalidQuantity, { $1.quantity = .zero }),
        ]
        for (code, change) in cases {
            var bench = Bench()
            var signal = Bench.documentBTC
            change(&bench, &signal)
            let effects = bench.send(signal)
            #expect(effects.reports.map(\.status) == [.rejected], "\(code)")
            #expect(effects.reports.map(\.reason.code) == [code])
            #expect(effects.alerts.map(\.reason.code) == [code])
            #expect(effects.riskChecks.isEmpty)
        }
    }

    @Test func `the risk manager's refusal ends in a report with its figures`() {
        var bench = Bench()
        let (id, _) = bench.send(Bench.documentBTC).riskChecks[0]
        var verdict = RiskVerdict()
        verdict.reason = Reason(.totalExposure, found: 1100, limit: 1000)
        let effects = bench.give(.answered(id, .riskVerdict(verdict)))
        #expect(effects.reports.map(\.reason.text) == ["Total exposure $1100 > $1000"])
        #expect(effects.submits.isEmpty)
    }

    @Test func `an approval for another intent, too little or too late is none`() {
        let cases: [(ReasonCode, (inout RiskVerdict) -> Void)] = [
            (.approvalMismatch, { $0.fingerprint ^= 1 }),
            (.approvalMismatch, { $0.quantity = Quantity(raw: 999_999) }),
            (.approvalExpired, { $0.expires = .zero }),
        ]
        for (code, change) in cases {
            var bench = Bench()
            let (id, check) = bench.send(Bench.documentBTC).riskChecks[0]
            var verdict = RiskVerdict()
            (verdict.approved, verdict.fingerprint) = (true, check.intent.fingerprint)
            (verdict.quantity, verdict.expires) = (check.intent.quantity, .never)
            change(&verdict)
            let effects = bench.give(.answered(id, .riskVerdict(verdict)))
            #expect(effects.reports.map(\.reason.code) == [code])
            #expect(effects.submits.isEmpty)
        }
    }

    @Test func `the quantity is lowered to the grid and to what the market offers, and the report says so`() {
        var bench = Bench()
        var signal = Bench.documentBTC
        signal.quantity = Quantity(raw: 1_050_000)
        let sent = bench.approve(bench.send(signal))
        #expect(sent.orders.map(\.quantity) == [Quantity(raw: 1_000_000)])
        let report = bench.fill(sent, at: Price(50_000), position: Quantity(raw: 1_000_000)).reports[0]
        #expect(report.lowered && report.status == .filled && report.reason.code == .quantityRounded)
        bench.candle(Bench.eth, 3_000, volume: 6_000)
        let thin = bench.send(Bench.documentETH)
        #expect(thin.riskChecks.map(\.1.intent.quantity) == [Quantity(raw: 20_000_000)])
    }

    @Test func `stop and target off the tick are moved towards the price, and the report says so`() throws {
        for (side, stop, target, expected) in [
            (Side.buy, "48999.95", "52000.07", ("49000", "52000")),
            (.sell, "51000.04", "48000.01", ("51000", "48000.1")),
        ] {
            var bench = Bench()
            var signal = Bench.signal("s", Bench.btc, Quantity(raw: 1_000_000), side: side, stop: try Price(stop))
            signal.confidence = 0.9
            var plan = bench.plan(signal)
            plan.takeProfit = try Price(target)
            bench.hear(.executionPlan(plan))
            let asked = bench.hear(.signal(signal))
            #expect(asked.riskChecks.map(\.1.intent.stopLoss) == [try Price(expected.0)])
            let sent = bench.approve(asked)
            #expect(sent.orders.map(\.stopLoss) == [try Price(expected.0)])
            #expect(sent.orders.map(\.takeProfit) == [try Price(expected.1)])
            let report = bench.fill(sent, at: Price(50_000), position: Quantity(raw: 1_000_000)).reports[0]
            #expect(report.changes == .tightened && report.status == .filled)
            #expect(
                report.reason
                    == Reason(.stopRounded, found: try Price(stop).double, limit: try Price(expected.0).double))
        }
    }

    @Test func `a limit price off the tick is refused with its neighbours, and never moved`() throws {
        var bench = Bench()
        var signal = Bench.documentBTC
        (signal.orderType, signal.price) = (.limit, try Price("49990.05"))
        let report = try #require(bench.send(signal).reports.first)
        #expect(
            report.reason.text
                == "price 49990.05 is not on the tick of 0.1; the nearest are 49990 and 49990.1")
        (signal.signalID, signal.price) = ("on", try Price("49990.1"))
        #expect(bench.send(signal).riskChecks.map(\.1.intent.price) == [try Price("49990.1")])
    }

    @Test func `the reason of an order comes into the report with its figures`() throws {
        var bench = Bench()
        let sent = bench.approve(bench.send(Bench.documentBTC))
        var state = Bench.orderState(sent.orders[0], .cancelled, executed: .zero, at: .absent)
        state.reason = Reason(.feedStale, found: 61, limit: 60)
        #expect(bench.hear(.orderState(state)).reports.map(\.reason) == [state.reason])
    }

    @Test func `L4's rules bind the strategy that signs`() {
        var bench = Bench()
        var update = StrategyUpdate()
        (update.symbol, update.strategy, update.minConfidence) = (Bench.btc, .breakout, 0.9)
        (update.maxSlippageBps, update.riskScale) = (0.2, 0.5)
        bench.hear(.strategyUpdate(update))
        var signal = Bench.documentBTC
        (signal.strategyID, signal.confidence) = ("breakout", 0.8)
        #expect(bench.send(signal).reports.map(\.reason.code) == [.slippageTooLarge])
        (signal.signalID, signal.strategyID) = ("s2", "momentum")
        #expect(bench.send(signal).riskChecks.count == 1)
        update.maxSlippageBps = 50
        bench.hear(.strategyUpdate(update))
        (signal.signalID, signal.strategyID) = ("s3", "breakout")
        #expect(bench.send(signal).reports.map(\.reason.code) == [.confidenceTooLow])
        (signal.signalID, signal.confidence) = ("s4", 0.95)
        #expect(bench.request(signal).riskChecks.map(\.1.intent.quantity) == [Quantity(raw: 500_000)])
    }
}
