import Configuration
import Market
import Messages
import Stages
import TestSupport
import Testing

@testable import RiskManager

@Suite struct RiskManagerStageTests {
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

    @Test func `an approval reserves its exposure as long again as it is good`() {
        var bench = Bench()
        let verdict = bench.check("a", Bench.btc, usdt: 600)
        #expect(verdict.approved)
        #expect(verdict.quantity == Quantity(raw: 1_200_000))
        #expect(verdict.expires == bench.time + .seconds(60))
        #expect(bench.check("b", Bench.eth, usdt: 600).reason.code == .totalExposure)
        bench.pass(.seconds(120))
        #expect(!bench.check("c", Bench.eth, usdt: 600).approved)
        bench.pass(TimeSpan(nanoseconds: 1))
        #expect(bench.check("d", Bench.eth, usdt: 600).approved)
    }

    @Test func `asked twice it answers the same and reserves once`() {
        var bench = Bench()
        let first = bench.check("a", Bench.btc, usdt: 600)
        bench.pass(.seconds(5))
        #expect(bench.check("a", Bench.btc, usdt: 600) == first)
        #expect(bench.exposure() == Money(600))
    }

    @Test func `an order takes over its reservation and nothing counts twice`() {
        var bench = Bench()
        let whole = bench.intent("a", Bench.btc, usdt: 800)
        #expect(bench.check(whole).verdict.approved)
        var child = whole
        child.clientOrderID.leg = 1
        child.quantity = Quantity(raw: 800_000)
        bench.state(child, .pending)
        #expect(bench.exposure() == Money(800))
        bench.fill(Bench.btc, child.clientOrderID, usdt: 300, at: 50_000)
        #expect(bench.exposure() == Money(800))
        bench.state(child, .partiallyFilled, executed: Quantity(raw: 600_000))
        #expect(bench.exposure() == Money(800))
        bench.state(child, .cancelled, executed: Quantity(raw: 600_000))
        #expect(bench.exposure() == Money(700))
        bench.pass(.seconds(121))
        _ = bench.check("z", Bench.sol, usdt: 5000)
        #expect(bench.exposure() == Money(300))
    }

    @Test func `a fill before its order's state takes from the reservation once`() {
        var bench = Bench()
        let whole = bench.intent("a", Bench.btc, usdt: 800)
        #expect(bench.check(whole).verdict.approved)
        let child = whole.clientOrderID.leg(1)
        bench.fill(Bench.btc, child, usdt: 300, at: 50_000)
        #expect(bench.exposure() == Money(800))
        var ordered = whole
        ordered.clientOrderID = child
        bench.state(ordered, .partiallyFilled, executed: Quantity(raw: 600_000))
        #expect(bench.exposure() == Money(800))
        bench.fill(Bench.btc, child, usdt: 500, at: 50_000, position: 800)
        bench.state(ordered, .filled, executed: ordered.quantity)
        #expect(bench.exposure() == Money(800))
    }

    @Test(arguments: [0, 1_800])
    func `what an order has executed counts while its fill is on its way, and once after it`(_ openFor: Int64) {
        var bench = Bench()
        let whole = bench.intent("a", Bench.btc, usdt: 800)
        #expect(bench.check(whole).verdict.approved)
        var child = whole
        child.clientOrderID.leg = 1
        bench.state(child, .pending)
        bench.pass(.seconds(openFor))
        bench.state(child, .filled, executed: child.quantity)
        #expect(!bench.check("b", Bench.eth, usdt: 5_000).approved, "by which it forgets what ended long ago")
        #expect(bench.exposure() == Money(800))
        bench.fill(Bench.btc, child.clientOrderID, usdt: 800, at: 50_000)
        #expect(bench.exposure() == Money(800))
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

    @Test func `a symbol's drawdown is the fall of its own profit, the account's that of its equity`() throws {
        var bench = Bench()
        bench.fill(Bench.btc, usdt: 1_000, at: 50_000)
        bench.fill(Bench.eth, usdt: 600, at: 3_000)
        func told(_ effects: Effects) -> [SymbolID: PnLUpdate] {
            var rows: [SymbolID: PnLUpdate] = [:]
            for case .pnlUpdate(let update) in effects.published { rows[update.symbol] = update }
            return rows
        }
        func minute(_ btc: Int, _ eth: Int) -> [SymbolID: PnLUpdate] {
            bench.time = bench.time + .minutes(1)
            let said = [bench.candle(Bench.btc, btc), bench.candle(Bench.eth, eth), bench.candle(Bench.sol, 150)]
            return said.map(told).last { !$0.isEmpty } ?? [:]
        }
        _ = minute(51_000, 3_000)  // BTC earns 20
        let rows = minute(50_500, 3_050)  // gives 10 back, while ETH earns 10
        let (btc, eth) = (try #require(rows[Bench.btc]), try #require(rows[Bench.eth]))
        let account = try #require(rows[SymbolID.none])
        #expect(btc.dayPnL == Money(10) && abs(btc.drawdown - 10 / 10_000) < 1e-12)
        #expect(eth.dayPnL == Money(10) && eth.drawdown == 0)
        #expect(account.drawdown == 0, "what one gave back the other earned")
        bench.time = bench.time + .days(1)
        #expect(minute(50_400, 3_050)[Bench.btc]?.drawdown == 0, "a day begins at its first price")
    }

    @Test func `the day's drawdown halts, durably and once`() {
        var bench = Bench()
        bench.fill(Bench.btc, usdt: 5000, at: 50_000)
        bench.pass(.minutes(1))
        #expect(!bench.candle(Bench.btc, 45_001).published.contains { $0.kind == .riskAlert })
        let effects = bench.candle(Bench.btc, 45_000)
        #expect(
            effects.records.contains(.halt(HaltRecord(halted: true, code: .dailyDrawdown, since: bench.time)))
        )
        let alerts = effects.published.compactMap {
            if case .riskAlert(let alert) = $0 { alert } else { nil }
        }
        #expect(alerts.map(\.halted) == [true])
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

    private func answer(_ effects: Effects) -> Acknowledge? {
        for case .answer(_, .acknowledge(let answer)) in effects.list { return answer }
        return nil
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
        #expect(bench.stage.account.day.openingEquity == Money(11_000))
        bench.stage.recover(.halt(HaltRecord(halted: true, code: .personAsked, since: bench.time)))
        #expect(bench.check("c", Bench.btc, usdt: 300).reason.code == .halted)
    }

    @Test func `profit and loss is told at each fill and each minute`() {
        var bench = Bench()
        let atFill = updates(bench.fill(Bench.btc, usdt: 500, at: 50_000))
        #expect(atFill.map(\.symbol) == [SymbolID.none, Bench.btc])
        bench.pass(.minutes(1))
        #expect(updates(bench.candle(Bench.btc, 51_000)).isEmpty)
        #expect(updates(bench.candle(Bench.eth, 3_000)).isEmpty)
        let minute = updates(bench.candle(Bench.sol, 150))
        #expect(minute.map(\.symbol) == [SymbolID.none, Bench.btc])
        #expect(minute.map(\.unrealised) == [Money(10), Money(10)])
        #expect(minute.map(\.equity) == [Money(10_010), Money(10_010)])
        #expect(minute.map(\.exposure) == [Money(510), Money(510)])
        #expect(minute.map(\.dayPnL) == [Money(10), Money(10)])
        #expect(updates(bench.candle(Bench.sol, 150)).isEmpty)
    }

    @Test func `a fill told twice is booked once`() {
        var bench = Bench()
        var fill = Fill()
        (fill.fillID, fill.symbol, fill.purpose) = (7, Bench.btc, .exit)
        (fill.realisedPnL, fill.fee) = (Money(20), Money(1))
        bench.hear(.fill(fill))
        #expect(bench.hear(.fill(fill)).list.isEmpty)
        #expect(bench.stage.account.wallet == Money(10_019))
        #expect(bench.stage.books[0].profit == Money(19))
    }

    @Test func `the day starts at 00-00 UTC of event time`() {
        var bench = Bench()
        bench.fill(Bench.btc, usdt: 5000, at: 50_000)
        bench.pass(.minutes(1))
        bench.candle(Bench.btc, 49_000)
        #expect(
            bench.stage.account.day
                == DayRecord(day: 20_213, openingEquity: Money(10_000), peakEquity: Money(10_000)))
        bench.time = Bench.start + .days(1)
        let effects = bench.candle(Bench.btc, 48_000)
        let next = DayRecord(day: 20_214, openingEquity: Money(9_800), peakEquity: Money(9_800))
        #expect(effects.records.contains(.day(next)))
        #expect(bench.stage.books[0].dayPnL == .zero)
    }

    @Test func `restored state gives the same outputs`() throws {
        var bench = Bench()
        bench.fill(Bench.btc, usdt: 300, at: 50_000)
        _ = bench.check("a", Bench.eth, usdt: 300)
        var copy = bench
        copy.stage = try RiskManagerStage(settings: .standard).restored(from: bench.stage.saved)
        #expect(copy.check("b", Bench.eth, usdt: 500) == bench.check("b", Bench.eth, usdt: 500))
        #expect(copy.exposure() == bench.exposure())
        bench.pass(.minutes(1))
        copy.pass(.minutes(1))
        for symbol in [Bench.btc, Bench.eth, Bench.sol] {
            #expect(copy.candle(symbol, 100).published == bench.candle(symbol, 100).published)
        }
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

    // MARK: - Helpers

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

    private func updates(_ effects: Effects) -> [PnLUpdate] {
        effects.published.compactMap { if case .pnlUpdate(let update) = $0 { update } else { nil } }
    }

    @Test(arguments: [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]], [60_000, 40_000])
    func `a fill and the rows that follow it count what they settle once, in any order`(_ order: [Int], _ price: Int) {
        let settled = Money((price - 50_000) / 50)
        let equity = Money(10_000) + settled
        var bench = Bench()
        bench.fill(Bench.btc, usdt: 1_000, at: 50_000)
        bench.candle(Bench.btc, price)
        #expect(bench.stage.account.equity == equity)
        var fill = Fill()
        (fill.fillID, fill.symbol, fill.purpose, fill.side) = (2, Bench.btc, .target, .sell)
        (fill.price, fill.quantity, fill.realisedPnL) = (Price(price), Quantity(0.02)!, settled)
        var row = Account()
        (row.asset, row.symbol, row.realisedPnL) = ("BTC", Bench.btc, settled)
        var wallet = Account()
        (wallet.asset, wallet.realisedPnL) = ("USDT", settled)
        (wallet.total, wallet.free) = (Quantity(raw: equity.raw), Quantity(raw: equity.raw))
        let words: [Message] = [.fill(fill), .account(row), .account(wallet)]
        for place in order {
            bench.hear(words[place], word: UInt64(place + 1))
            #expect(bench.stage.account.equity == equity, "after word \(place)")
        }
        #expect(bench.stage.account.wallet == equity)
        #expect(bench.stage.books[0].position.realisedPnL == settled)
        #expect(bench.stage.account.day.peakEquity <= max(equity, Money(10_000)))
    }

    @Test func `an approval counts while the executor is gone, and until its words can be heard`() {
        var bench = Bench()
        #expect(bench.check("a", Bench.btc, usdt: 800).approved)
        bench.link(.executor, .down)
        bench.pass(.minutes(10))
        #expect(!bench.check("b", Bench.eth, usdt: 5_000).approved)
        #expect(bench.exposure() == Money(800))
        bench.link(.executor, .up)
        bench.pass(.seconds(60))
        #expect(!bench.check("b", Bench.eth, usdt: 5_000).approved)
        #expect(bench.exposure() == Money(800))
        bench.pass(.seconds(1))
        #expect(!bench.check("b", Bench.eth, usdt: 5_000).approved)
        #expect(bench.exposure() == .zero)
    }

    @Test func `no entry goes before every position is told`() {
        var bench = Bench(untold: Bench.sol)
        #expect(bench.check("early", Bench.btc, usdt: 300).reason.code == .reconciling)
        bench.flat(Bench.sol)
        #expect(bench.check("late", Bench.btc, usdt: 300).approved)
    }

    @Test func `a late fill of another symbol is booked`() {
        var bench = Bench()
        for (number, symbol) in [(UInt64(5), Bench.btc), (4, Bench.eth)] {
            var fill = Fill()
            (fill.fillID, fill.symbol, fill.position) = (number, symbol, Quantity(0.01)!)
            bench.hear(.fill(fill), word: number)
        }
        #expect(bench.stage.books[1].position.quantity == Quantity(0.01)!)
    }
}
