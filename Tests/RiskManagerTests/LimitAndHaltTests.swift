import Configuration
import Market
import Messages
import Stages
import TestSupport
import Testing

@testable import RiskManager

/// What refuses entries: the limits, the state of the system, and a halt.
@Suite struct LimitAndHaltTests {
    @Test func `the document's example is refused with its figures`() {
        var bench = Bench()
        bench.fill(Bench.btc, usdt: 500, at: 50_000)
        let verdict = bench.check("eth", Bench.eth, usdt: 600)
        #expect(!verdict.approved)
        #expect(verdict.reason == Reason(.totalExposure, found: 1100, limit: 1000))
        #expect(verdict.reason.text == "Total exposure $1100 > $1000")
        #expect(verdict.exposure == Money(1100))
        #expect(verdict.exposureLimit == Money(1000))
        #expect(bench.check("eth2", Bench.eth, usdt: 498).approved)
    }

    @Test func `books far beyond a limit halt once, with an alert and its figures`() throws {
        func alerts(_ effects: Effects) -> [RiskAlert] {
            effects.published.compactMap { if case .riskAlert(let alert) = $0 { alert } else { nil } }
        }
        var bench = Bench()
        #expect(alerts(bench.fill(Bench.btc, usdt: 1_400, at: 50_000)).isEmpty)
        let alert = try #require(alerts(bench.fill(Bench.btc, usdt: 600, at: 50_000, position: 2_000)).first)
        #expect(alert.halted && alert.severity == .error && alert.symbol == .none)
        #expect(alert.reason == Reason(.totalExposure, found: 2_000, limit: 1_500), "\(alert.reason.text)")
        #expect(bench.check("a", Bench.eth, usdt: 100).reason.code == .halted)
        #expect(alerts(bench.fill(Bench.btc, usdt: 100, at: 50_000, position: 2_100)).isEmpty)
    }

    @Test func `a third correlated position is refused, reserved ones count`() {
        var bench = Bench()
        bench.fill(Bench.btc, usdt: 100, at: 50_000)
        #expect(bench.check("a", Bench.eth, usdt: 100).approved)
        let verdict = bench.check("b", Bench.sol, usdt: 100)
        #expect(verdict.reason == Reason(.correlatedPositions, found: 2, limit: 2))
    }

    @Test func `the mark judges where the sender saw a lower price`() {
        var bench = Bench()
        var intent = bench.intent("a", Bench.btc, usdt: 900)
        intent.referencePrice = Price(49_500)
        bench.candle(Bench.btc, 60_000)
        let verdict = bench.check(intent).verdict
        #expect(verdict.reason == Reason(.totalExposure, found: 1080, limit: 1000))
    }

    @Test func `L3 and L4 lower a pair's limit and L3 closes the door`() {
        var bench = Bench()
        var targets = TacticTargets()
        targets.symbol = Bench.btc
        targets.netExposure = 0.04
        bench.hear(.tacticTargets(targets))
        #expect(
            bench.check("a", Bench.btc, usdt: 500).reason == Reason(.assetExposure, found: 500, limit: 404))
        targets.reduceOnly = true
        bench.hear(.tacticTargets(targets))
        #expect(bench.check("b", Bench.btc, usdt: 300).reason.code == .reduceOnly)
        var update = StrategyUpdate()
        (update.symbol, update.weight, update.riskScale) = (Bench.eth, 0.5, 0.2)
        bench.hear(.strategyUpdate(update))
        #expect(
            bench.check("c", Bench.eth, usdt: 600).reason == Reason(.assetExposure, found: 600, limit: 300))
    }

    @Test func `an entry is refused that would put the liquidation before a stop that rests`() {
        var settings = Settings.standard
        settings.symbols[0].leverage = 20
        var bench = Bench(settings)
        bench.fill(Bench.btc, usdt: 400, at: 48_000)
        var stop = bench.intent("f", Bench.btc, usdt: 400)
        stop.clientOrderID.leg = ClientOrderID.stopLeg
        (stop.side, stop.purpose, stop.price) = (.sell, .stop, Price(47_000))
        bench.state(stop, .new)
        let reason = bench.check("a", Bench.btc, usdt: 400).reason
        #expect(reason.code == .stopBeyondLiquidation && reason.found == 47_000, "\(reason.text)")
        #expect(reason.limit > 47_000 && reason.limit < 48_000)
        stop.price = Price(48_500)
        bench.state(stop, .new)
        #expect(bench.check("b", Bench.btc, usdt: 100).approved, "moved before it, it is met first")
        stop.price = Price(47_000)
        bench.state(stop, .new)
        bench.state(stop, .cancelled)
        #expect(bench.check("c", Bench.btc, usdt: 100).approved, "one that is gone holds nothing up")
    }

    @Test func `a wish of no exposure is one, a wish left out is none, and ways out stay open`() {
        var bench = Bench()
        var targets = TacticTargets()
        targets.symbol = Bench.btc
        bench.hear(.tacticTargets(targets))
        #expect(bench.check("a", Bench.btc, usdt: 100).approved, "nothing is said of it: the limits hold")
        targets.netExposure = 0
        bench.hear(.tacticTargets(targets))
        #expect(bench.check("b", Bench.btc, usdt: 100).reason.code == .reduceOnly)
        var exit = bench.intent("c", Bench.btc, usdt: 100)
        (exit.side, exit.purpose) = (.sell, .exit)
        #expect(bench.check(exit).verdict.approved)
        (targets.netExposure, targets.maxRisk) = (0.04, 0)
        bench.hear(.tacticTargets(targets))
        #expect(bench.check("d", Bench.btc, usdt: 100).reason.code == .reduceOnly)
        targets.maxRisk = .nan
        bench.hear(.tacticTargets(targets))
        #expect(bench.check("e", Bench.btc, usdt: 100).approved)
    }

    @Test func `stale data and an unknown balance refuse entries`() {
        var bench = Bench()
        var health = FeedHealth()
        (health.symbol, health.state) = (Bench.btc, .stale)
        (health.lastEvent, health.staleAfter) = (bench.time + .seconds(-200), 180)
        bench.hear(.feedHealth(health))
        let refusal = bench.check("a", Bench.btc, usdt: 300).reason
        #expect(refusal == Reason(.feedStale, found: 200, limit: 180))
        #expect(refusal.text == "market data is 200 s old; at most 180 s")
        #expect(bench.check("b", Bench.eth, usdt: 300).approved)
        bench.stage = RiskManagerStage(settings: .standard)
        #expect(bench.check("c", Bench.eth, usdt: 300).reason.code == .reconciling)
    }

    @Test func `the day's drawdown halts, durably and once`() {
        var bench = Bench()
        bench.fill(Bench.btc, usdt: 5000, at: 50_000)
        bench.pass(.minutes(1))
        #expect(!bench.candle(Bench.btc, 45_001).published.contains { $0.kind == .riskAlert })
        let effects = bench.candle(Bench.btc, 45_000)
        #expect(
            effects.records.contains(
                .halt(HaltRecord(halted: true, code: .dailyDrawdown, since: bench.time, by: "risk-manager"))))
        let alerts = effects.published.compactMap {
            if case .riskAlert(let alert) = $0 { alert } else { nil }
        }
        #expect(alerts.map(\.halted) == [true])
        #expect(alerts.first?.by == "risk-manager")
        #expect(alerts.first?.reason == Reason(.dailyDrawdown, found: 0.05, limit: 0.05))
        #expect(!bench.candle(Bench.btc, 44_000).published.contains { $0.kind == .riskAlert })
        let verdict = bench.check("a", Bench.sol, usdt: 100)
        #expect(verdict.reason.code == .halted)
    }

    @Test func `a person halts and resumes, durably`() {
        var bench = Bench()
        let halted = bench.request(.halt, .halt(HaltCommand()))
        #expect(halted.records == [.halt(HaltRecord(halted: true, code: .personAsked, since: bench.time))])
        #expect(bench.request(.halt, .halt(HaltCommand())).records.isEmpty)
        #expect(bench.check("a", Bench.btc, usdt: 100).reason.code == .halted)
        let resumed = bench.request(.resume, .resume(HaltCommand()))
        #expect(resumed.records == [.halt(HaltRecord())])
        #expect(bench.check("b", Bench.btc, usdt: 100).approved)
    }

    @Test func `what comes after its time is refused with both times`() {
        var bench = Bench()
        var command = HaltCommand()
        command.expires = bench.time - .seconds(1)
        let late = Reason.late(at: bench.time, until: command.expires)
        #expect(answer(bench.request(.halt, .halt(command)))?.reason == late)
        #expect(bench.check("a", Bench.btc, usdt: 100).approved)
        bench.request(.halt, .halt(HaltCommand()))
        let refused = bench.request(.resume, .resume(command))
        #expect(answer(refused)?.ok == false && refused.records.isEmpty)
        #expect(bench.check("b", Bench.btc, usdt: 100).reason.code == .halted)
        bench.request(.resume, .resume(HaltCommand()))
        var intent = bench.intent("c", Bench.eth, usdt: 100)
        intent.expires = bench.time - .seconds(3)
        #expect(bench.check(intent).verdict.reason == .late(at: bench.time, until: intent.expires))
    }

    @Test func `after a restart entries wait for one approval lifetime and a halt stays`() {
        var bench = Bench()
        bench.stage = RiskManagerStage(settings: .standard)
        bench.stage.recover(
            .day(DayRecord(day: bench.time.day, openingEquity: Money(11_000), peakEquity: Money(11_000))))
        _ = bench.stage.effects(of: Envelope(.joined, at: bench.time))
        for symbol in Settings.standard.instruments.symbols { bench.flat(symbol) }
        bench.cash(10_900)
        bench.candle(Bench.btc, 50_000)
        bench.pass(TimeSpan(nanoseconds: 59_999_999_999))
        #expect(bench.check("a", Bench.btc, usdt: 300).reason.code == .reconciling)
        bench.pass(TimeSpan(nanoseconds: 1))
        #expect(bench.check("b", Bench.btc, usdt: 300).approved)
        #expect(bench.stage.day.record.openingEquity == Money(11_000))
        bench.stage.recover(.halt(HaltRecord(halted: true, code: .personAsked, since: bench.time)))
        #expect(bench.check("c", Bench.btc, usdt: 300).reason.code == .halted)
    }

    @Test(arguments: [1, 7, 0xBEEF] as [UInt64])
    func `random orders, fills and cancels never take the portfolio above a limit`(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var bench = Bench()
        var live: [OrderIntent] = []
        for round in 0..<600 {
            bench.pass(.seconds(Int64(random.next() % 40)))
            let symbol = SymbolID(Int(random.next() % 3))
            var intent = bench.intent(
                Label(clipping: "s\(round)"), symbol, usdt: 20 + Int(random.next() % 600))
            if bench.check(intent).verdict.approved, random.next() % 4 != 0 {
                intent.clientOrderID.leg = 1
                bench.state(intent, .new)
                live.append(intent)
            }
            if !live.isEmpty, random.next() % 3 == 0 {
                let ended = live.remove(at: Int(random.next() % UInt64(live.count)))
                settle(ended, &bench, fills: random.next() % 2 == 0)
            }
            let view = bench.stage.portfolio(for: symbol, at: bench.time)
            #expect(view.exposure <= Money(1000), "seed \(seed), round \(round)")
            #expect(view.symbols.count { $0.isOpen } <= 2, "seed \(seed), round \(round)")
        }
    }

    @Test func `no entry goes before every position is told`() {
        var bench = Bench(untold: Bench.sol)
        #expect(bench.check("early", Bench.btc, usdt: 300).reason.code == .reconciling)
        bench.flat(Bench.sol)
        #expect(bench.check("late", Bench.btc, usdt: 300).approved)
    }

    // MARK: - Helpers

    @Test func `who halts and who resumes is kept and told, also by a run that begins halted`() {
        func told(_ effects: Effects) -> [RiskAlert] {
            effects.published.compactMap { if case .riskAlert(let alert) = $0 { alert } else { nil } }
        }
        var bench = Bench()
        var command = HaltCommand()
        command.by = "person"
        let halted = bench.request(.halt, .halt(command))
        let record = HaltRecord(halted: true, code: .personAsked, since: bench.time, by: "person")
        #expect(halted.records == [.halt(record)] && told(halted).map(\.by) == ["person"])
        var kept = RiskManagerStage(settings: .standard)
        #expect(told(kept.effects(of: Envelope(.joined, at: bench.time))).isEmpty)
        kept.recover(.halt(record))
        let begun = told(kept.effects(of: Envelope(.joined, at: bench.time)))
        #expect(begun.map(\.halted) == [true] && begun.first?.by == "person")
        #expect(begun.first?.reason == Reason(.personAsked) && begun.first?.symbol == SymbolID.none)
        #expect(told(bench.request(.resume, .resume(command))).map(\.by) == ["person"])
    }

    private func answer(_ effects: Effects) -> Acknowledge? {
        for case .answer(_, .acknowledge(let answer)) in effects.list { return answer }
        return nil
    }

    /// Ends an order: filled and sold again at once, or cancelled.
    private func settle(_ intent: OrderIntent, _ bench: inout Bench, fills: Bool) {
        if fills {
            let usdt = Int(intent.notional.double)
            bench.fill(intent.symbol, intent.clientOrderID, usdt: usdt, at: Int(intent.referencePrice.double))
            bench.fill(
                intent.symbol, ClientOrderID(signal: "x", leg: 1), usdt: 0,
                at: Int(intent.referencePrice.double),
                position: 0)
        }
        bench.state(intent, fills ? .filled : .cancelled, executed: fills ? intent.quantity : .zero)
    }
}
