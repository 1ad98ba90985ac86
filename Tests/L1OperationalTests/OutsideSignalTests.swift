import Configuration
import Market
import Messages
import Stages
import Testing

@testable import L1Operational

/// Signals from outside: each field in its range, and one word on what became of it.
@Suite struct OutsideSignalTests {
    private func acknowledge(_ effects: Effects) -> Acknowledge? {
        for case .answer(_, .acknowledge(let answer)) in effects.list { return answer }
        return nil
    }

    @Test(arguments: [7.5, 77, -0.1, 1.0001])
    func `a confidence outside 0 to 1 is refused with the figure, in the answer and in the report`(_ value: Double) {
        var bench = Bench()
        var signal = Bench.documentBTC
        signal.confidence = value
        let effects = bench.request(signal)
        let expected = Reason(.confidenceOutOfRange, found: value, limit: value < 0 ? 0 : 1)
        #expect(acknowledge(effects)?.ok == false && acknowledge(effects)?.reason == expected)
        #expect(effects.reports.map(\.reason) == [expected] && effects.reports.first?.signalID == "btc_s1")
        #expect(effects.riskChecks.isEmpty && effects.orders.isEmpty)
        #expect(expected.text.contains("is outside 0 to 1"), "\(expected.text)")
    }

    @Test func `every figure out of its range is refused by its name`() {
        let cases: [(ReasonCode, (inout Signal) -> Void)] = [
            (.correlationOutOfRange, { $0.correlation = -1.5 }), (.correlationOutOfRange, { $0.correlation = 2 }),
            (.timestampOutOfRange, { $0.timestamp = 1_746_403_200_000 }), (.timestampOutOfRange, { $0.timestamp = -1 }),
            (.invalidPrice, { $0.stopLoss = Price(-1) }), (.invalidPrice, { $0.stopLoss = .zero }),
            (.invalidPrice, { ($0.orderType, $0.price) = (.limit, .zero) }),
            (.invalidQuantity, { $0.quantity = .zero }), (.invalidQuantity, { $0.quantity = Quantity(-1) }),
            (.noPrice, { $0.orderType = .limit }), (.malformedSignal, { $0.isMalformed = true }),
            (.missingStop, { $0.stopLoss = .absent }),
        ]
        for (code, change) in cases {
            var bench = Bench()
            var signal = Bench.documentBTC
            change(&signal)
            let effects = bench.request(signal)
            #expect(acknowledge(effects)?.reason.code == code, "\(code): \(String(describing: acknowledge(effects)))")
            #expect(effects.reports.map(\.reason.code) == [code] && effects.riskChecks.isEmpty, "\(code)")
        }
    }

    @Test func `one that goes on is answered as taken, and one that came before as what it is`() {
        var bench = Bench()
        #expect(acknowledge(bench.request(Bench.documentBTC))?.ok == true)
        let again = acknowledge(bench.request(Bench.documentBTC))
        #expect(again?.ok == false && again?.reason.code == .duplicateSignal)
    }

    @Test(arguments: ["r1-BTCUSDT-x1-5m", "r12-0-abc-15m", "r7-"] as [Label])
    func `an id like L2's own is refused, so that L2's signal of that name is no double`(_ id: Label) {
        var bench = Bench()
        var signal = Bench.documentBTC
        signal.signalID = id
        let effects = bench.request(signal)
        #expect(acknowledge(effects)?.reason.code == .reservedSignalID)
        #expect(effects.reports.isEmpty && effects.alerts.map(\.reason.code) == [.reservedSignalID])
        #expect(!bench.send(signal).riskChecks.isEmpty)
    }

    @Test(arguments: ["r-1", "run1-a", "r1", "hand-r1-2"] as [Label])
    func `any other id is as good as another`(_ id: Label) {
        var bench = Bench()
        var signal = Bench.documentBTC
        signal.signalID = id
        #expect(acknowledge(bench.request(signal))?.ok == true)
    }

    @Test func `a pair that the exchange does not trade is not entered, but left`() {
        var settings = Settings.standard
        var rows = settings.instruments.instruments
        rows[0].status = "BREAK"
        settings.instruments = InstrumentTable(rows)
        var bench = Bench(settings)
        #expect(bench.request(Bench.documentBTC).reports.map(\.reason.code) == [.notTrading])
        bench.hold(Bench.btc, Quantity(raw: 1_000_000))
        let exit = Bench.signal("out", Bench.btc, Quantity(raw: 1_000_000), side: .sell)
        #expect(bench.request(exit).submits.count == 1)
    }

    @Test func `a plan that asks for a longer life than a signal may have is cut`() {
        var bench = Bench()
        bench.hear(.executionPlan(bench.plan(Bench.documentBTC, expires: .days(400))))
        let sent = bench.approve(bench.hear(.signal(Bench.documentBTC)))
        let longest = TimeSpan.minutes(15) * Int64(Settings.standard.tactic.expiryCandles)
        #expect(sent.submits.map(\.order.intent.expires) == [bench.time + longest])
    }
}
