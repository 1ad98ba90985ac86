import Configuration
import Market
import Messages
import Stages
import TestSupport
import Testing

@testable import L1Operational

@Suite struct ExitAndFaultTests {
    private let held = Quantity(raw: 1_500_000)
    private var sale: Signal { Bench.signal("out", Bench.btc, Quantity(raw: 2_000_000), side: .sell) }

    @Test func `an exit goes through while halted and with the risk manager gone, an entry doesn't`() {
        var bench = Bench()
        bench.hold(Bench.btc, held)
        bench.halt()
        bench.give(.link(.riskManager, .down))
        let out = bench.send(sale)
        #expect(out.submits.map(\.order.intent.quantity) == [held])
        #expect(out.submits.map(\.order.intent.purpose) == [.exit])
        #expect(out.submits.map(\.order.approvedQuantity) == [.absent])
        #expect(out.orders.map(\.clientOrderID.leg) == [ClientOrderID.exitLeg])
        let report = bench.fill(out, at: Price(50_000), position: .zero).reports
        #expect(report.map(\.status) == [.filled])
        #expect(report.map(\.lowered) == [true])
        #expect(bench.send(Bench.documentETH).reports.map(\.reason.code) == [.halted])
    }

    @Test func `an entry without the risk manager's answer is refused`() {
        var bench = Bench()
        let (id, _) = bench.send(Bench.documentBTC).riskChecks[0]
        let effects = bench.give(.unanswered(id, .timedOut))
        #expect(effects.reports.map(\.reason.code) == [.riskManagerGone])
        #expect(effects.alerts.map(\.severity) == [.error])
        #expect(effects.submits.isEmpty)
    }

    @Test func `an exit that is lowered or too small says which of the two it was`() throws {
        for (quantity, code) in [
            (2_000_000, ReasonCode.nothingToReduce), (1_450_000, .quantityRounded), (50_000, .quantityTooSmall),
        ] {
            var bench = Bench()
            bench.hold(Bench.btc, held)
            let sent = bench.send(
                Bench.signal("out", Bench.btc, Quantity(raw: Int64(quantity)), side: .sell))
            let report = try #require(
                sent.reports.first ?? bench.fill(sent, at: Price(50_000), position: .zero).reports.first)
            #expect(report.reason.code == code && report.reason.isWhole)
            #expect(report.status == (code == .quantityTooSmall ? .rejected : .filled))
        }
    }

    @Test func `a second exit takes only what the first leaves`() {
        var bench = Bench()
        bench.hold(Bench.btc, held)
        _ = bench.send(Bench.signal("out1", Bench.btc, Quantity(raw: 1_000_000), side: .sell))
        #expect(bench.send(sale).submits.map(\.order.intent.quantity) == [Quantity(raw: 500_000)])
        let third = bench.send(Bench.signal("out3", Bench.btc, held, side: .sell))
        #expect(third.reports.map(\.reason.code) == [.nothingToReduce])
    }

    @Test func `an exit larger than one market order is split`() {
        var bench = Bench()
        bench.hold(Bench.btc, Quantity(200))
        let out = bench.send(Bench.signal("out", Bench.btc, Quantity(200), side: .sell))
        #expect(out.submits.map(\.order.intent.quantity) == [Quantity(100), Quantity(100)])
        #expect(out.orders.map(\.clientOrderID.leg) == [1, 2])
    }

    @Test func `one attempt per signal`() {
        var bench = Bench()
        let first = bench.approve(bench.send(Bench.documentBTC))
        let again = bench.send(Bench.documentBTC)
        #expect(again.reports.isEmpty && again.riskChecks.isEmpty)
        #expect(again.alerts.map(\.reason.code) == [.duplicateSignal])
        _ = bench.fill(first, at: Price(50_000), position: Quantity(raw: 1_000_000))
        let outside = bench.request(Bench.documentBTC)
        #expect(outside.riskChecks.isEmpty && outside.reports.isEmpty)
        #expect(
            outside.list.contains {
                if case .answer(_, .acknowledge(let ack)) = $0 { !ack.ok } else { false }
            })
        #expect(bench.stage.counters[0].duplicates == 2)
    }

    @Test func `a signal waits for its plan and gives up on it`() {
        var bench = Bench()
        let waits = bench.hear(.signal(Bench.documentBTC))
        #expect(waits.reports.isEmpty && waits.riskChecks.isEmpty)
        #expect(bench.hear(.executionPlan(bench.plan(Bench.documentBTC))).riskChecks.count == 1)
        let timer = bench.hear(.signal(Bench.documentETH)).timers(L1Timer.plan)
        bench.time = timer[0].at
        let late = bench.give(.woken(timer[0].id))
        #expect(late.reports.map(\.reason.code) == [.planMissing])
    }

    @Test func `an expired signal is reported and never sent`() {
        var bench = Bench()
        bench.hear(.executionPlan(bench.plan(Bench.documentBTC)))
        bench.pass(Bench.life)
        bench.pass(TimeSpan(nanoseconds: 1))
        #expect(bench.hear(.signal(Bench.documentBTC)).reports.map(\.status) == [.expired])
        let asked = bench.send(Bench.documentETH)
        let timer = asked.timers(L1Timer.expiry)[0]
        bench.time = timer.at
        #expect(bench.give(.woken(timer.id)).reports.map(\.status) == [.expired])
        #expect(bench.approve(asked).submits.isEmpty)
    }

    @Test func `what still works at its signal's end is cancelled`() throws {
        var bench = Bench()
        let asked = bench.send(Bench.documentBTC)
        let child = bench.approve(asked).submits[0].order.intent
        bench.time = asked.timers(L1Timer.expiry)[0].at
        let effects = bench.give(.woken(asked.timers(L1Timer.expiry)[0].id))
        #expect(effects.cancels == [RequestID(child.clientOrderID, .cancel)])
        var refused = Acknowledge()
        refused.reason = Reason(.expired)
        for outcome: Input in [.answered(effects.cancels[0], .acknowledge(refused)), .unanswered(effects.cancels[0], .timedOut)] {
            let timer = try #require(bench.give(outcome).timers(L1Timer.expiry).first)
            bench.time = timer.at
            #expect(bench.give(.woken(timer.id)).cancels == effects.cancels, "nobody took it: it is said again")
        }
        #expect(bench.state(child, .cancelled).reports.map(\.status) == [.cancelled])
    }

    @Test func `a send without answer is looked up before it is sent again under the same id`() {
        var bench = Bench()
        let (id, order) = bench.approve(bench.send(Bench.documentBTC)).submits[0]
        let asks = bench.give(.unanswered(id, .timedOut))
        #expect(asks.queries == [RequestID(order.intent.clientOrderID, .orderQuery)])
        #expect(asks.submits.isEmpty)
        var unknown = Acknowledge()
        unknown.reason = Reason(.unknownOrder)
        let timer = bench.give(.answered(asks.queries[0], .acknowledge(unknown))).timers(
            L1Timer.retry)
        #expect(timer.map { $0.at - bench.time } == [.milliseconds(200)])
        bench.time = timer[0].at
        let again = bench.give(.woken(timer[0].id)).submits
        #expect(again.map(\.id) == [id])
        #expect(again.map(\.order) == [order])
    }

    @Test func `a lookup that finds the order goes on with it`() {
        var bench = Bench()
        let (id, order) = bench.approve(bench.send(Bench.documentBTC)).submits[0]
        let query = bench.give(.unanswered(id, .timedOut)).queries[0]
        let found = Bench.orderState(
            order.intent, .filled, executed: order.intent.quantity, at: Price(50_000))
        #expect(bench.give(.answered(query, .orderState(found))).reports.map(\.status) == [.filled])
    }

    @Test func `what never left is sent up to its attempts and then given up`() {
        var bench = Bench()
        var submit = bench.approve(bench.send(Bench.documentBTC)).submits
        for wait in [100, 200] as [Int64] {
            let timer = bench.give(.unanswered(submit[0].id, .peerMissing)).timers(
                L1Timer.retry)
            #expect(timer.map { $0.at - bench.time } == [.milliseconds(wait)])
            bench.time = timer[0].at
            submit = bench.give(.woken(timer[0].id)).submits
        }
        let last = bench.give(.unanswered(submit[0].id, .peerMissing))
        #expect(last.reports.map(\.reason.code) == [.executorGone])
        #expect(last.timers(L1Timer.retry).isEmpty)
    }

    @Test func `while the executor is gone L1 holds, and looks up first when it is back`() {
        var bench = Bench()
        let (id, order) = bench.approve(bench.send(Bench.documentBTC)).submits[0]
        bench.accept(id)
        bench.give(.link(.executor, .down))
        let held = bench.send(Bench.documentETH)
        #expect(held.riskChecks.isEmpty && held.reports.isEmpty)
        let back = bench.give(.link(.executor, .up))
        #expect(back.queries.map(\.order) == [order.intent.clientOrderID])
        #expect(back.riskChecks.map(\.1.intent.symbol) == [Bench.eth])
    }

    @Test func `warm-up teaches L1 what was handled and decides nothing`() {
        var bench = Bench()
        let old = bench.stage.effects(
            of: Envelope(.message(.signal(Bench.documentBTC)), at: bench.time, isWarmUp: true))
        #expect(old.list.isEmpty)
        #expect(bench.send(Bench.documentBTC).riskChecks.isEmpty)
    }

    @Test func `restored state gives the same outputs`() throws {
        var bench = Bench()
        let sent = bench.approve(bench.send(Bench.documentETH))
        var waits = Bench.documentBTC
        waits.confidence = 0.9
        bench.hear(.signal(waits))
        var copy = bench
        copy.stage = try L1OperationalStage(settings: .standard).restored(from: bench.stage.saved)
        let plan = bench.plan(Bench.documentBTC)
        #expect(
            copy.hear(.executionPlan(plan)).riskChecks.map(\.1)
                == bench.hear(.executionPlan(plan)).riskChecks.map(\.1))
        let position = Quantity(raw: 50_000_000)
        let reports = bench.fill(sent, at: Price(3_001), position: position).published.map(\.kind)
        #expect(copy.fill(sent, at: Price(3_001), position: position).published.map(\.kind) == reports)
        #expect(reports == [.report])
        #expect(copy.send(Bench.documentETH).riskChecks.isEmpty)
    }
}
