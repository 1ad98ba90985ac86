import Configuration
import Market
import Messages
import Stages
import Testing

@testable import L2Tactic

@Suite struct LifecycleTests {
    @Test func `one position per symbol, and an opposite vote takes all of it back`() throws {
        var scenario = Scenario.ready()
        let entry = try scenario.open()
        #expect(scenario.candle(Figures(112, 103, 111)).decided.isEmpty, "same side")
        #expect(scenario.refused(.positionOpen) == 1)
        let effects = scenario.candle(Figures(111, 89, 90))
        let exit = try #require(effects.signal)
        #expect(exit.side == .sell && exit.quantity == entry.quantity && exit.stopLoss == .absent)
        #expect(effects.plan?.takeProfit == .absent && effects.plan?.signalID == exit.signalID)
        #expect(scenario.candle(Figures(90, 79, 80)).decided.isEmpty, "the exit is on its way")
        #expect(scenario.stage.counters(of: scenario.symbol).exits == 1)
    }

    @Test func `an exit goes out while halted, paused and without L3`() throws {
        var scenario = Scenario.ready()
        _ = try scenario.open()
        var alert = RiskAlert()
        alert.halted = true
        scenario.hear(.riskAlert(alert))
        _ = scenario.handle(.link(.l3Strategy, .down))
        scenario.hear(.tacticTargets(scenario.targets { $0.reduceOnly = true }))
        #expect(scenario.fall().signal?.side == .sell)
    }

    @Test func `a signal on its way blocks the next until its report or its expiry`() throws {
        var scenario = Scenario.ready()
        #expect(scenario.rise().signal != nil)
        #expect(scenario.candle(Figures(112, 103, 111)).decided.isEmpty)
        #expect(scenario.candle(Figures(120, 111, 119)).decided.isEmpty)
        #expect(scenario.candle(Figures(130, 119, 129)).signal != nil, "two candles later it has expired")
        var rejected = Scenario.ready()
        rejected.report(try #require(rejected.rise().signal), .rejected)
        #expect(rejected.candle(Figures(112, 103, 111)).signal != nil)
    }

    @Test func `after a stop one candle passes before the next entry`() throws {
        var scenario = Scenario.ready()
        let entry = try scenario.open()
        scenario.minute(Figures(103, 96, 97))
        scenario.fill(
            entry, .stop, side: .sell, price: 97, quantity: entry.quantity, position: .zero,
            profit: Money(-19))
        for _ in 0..<3 { scenario.minute(Figures(97, 97, 97)) }
        #expect(scenario.minute(Figures(98, 90, 90)).decided.isEmpty)
        #expect(scenario.refused(.cooldown) == 1)
        #expect(scenario.candle(Figures(90, 79, 80)).signal?.side == .sell)
    }

    @Test func `after a target one candle passes before the next entry`() throws {
        var scenario = Scenario.ready()
        let entry = try scenario.open()
        scenario.minute(Figures(112, 103, 111))
        scenario.fill(
            entry, .target, side: .sell, price: 111, quantity: entry.quantity, position: .zero,
            profit: Money(20))
        for _ in 0..<3 { scenario.minute(Figures(111, 111, 111)) }
        #expect(scenario.minute(Figures(113, 111, 112)).decided.isEmpty, "the move that was just sold")
        #expect(scenario.refused(.cooldown) == 1)
        #expect(scenario.candle(Figures(131, 119, 130)).signal?.side == .buy)
    }

    @Test func `what five minutes say doesn't close a trade of fifteen, what fifteen say does`() throws {
        var settings = Scenario.settings
        settings.tactic.timeframes = [.m5, .m15]
        var scenario = Scenario(settings)
        scenario.hear(.tacticTargets(scenario.targets()))
        scenario.quiet(26)
        let entry = try #require(scenario.rise().signal)
        #expect(entry.signalID.description.hasSuffix("-15m"))
        scenario.fill(
            entry, .entry, side: .buy, price: 103.5, quantity: entry.quantity, position: entry.quantity)
        scenario.report(entry, .filled)
        #expect(scenario.candle(Figures(103, 79, 80)).decided.isEmpty)
        #expect(scenario.refused(.shorterTimeframe) == 1)
        scenario.candle(Figures(80, 79, 79.5))
        let exit = try #require(scenario.candle(Figures(80, 69, 70)).signal)
        #expect(exit.signalID.description.hasSuffix("-15m") && exit.quantity == entry.quantity)
    }

    @Test func `losing trades shrink what Kelly allows`() throws {
        func sized(after profit: Money, _ purpose: Purpose) throws -> Quantity {
            var settings = Scenario.settings
            settings.symbols[2].maxPosition = Money(1_000_000)
            var scenario = Scenario.ready(settings)
            scenario.hear(.tacticTargets(scenario.targets { ($0.maxRisk, $0.netExposure) = (1, 10) }))
            let entry = try scenario.open()
            scenario.fill(
                entry, purpose, side: .sell, price: 100, quantity: entry.quantity, position: .zero,
                profit: profit)
            scenario.quiet(5)
            let effects = scenario.rise()
            #expect(effects.plan?.sizeCap == .kelly)
            return try #require(effects.signal).quantity
        }
        #expect(try sized(after: Money(-300), .stop) < sized(after: Money(300), .target))
    }

    struct Obstacle: Sendable, CustomTestStringConvertible {
        let code: ReasonCode
        let raise: @Sendable (inout Scenario) -> Void
        let lift: @Sendable (inout Scenario) -> Void
        var testDescription: String { code.name }
    }

    @Test(arguments: [
        Obstacle(code: .halted) {
            $0.alert(halted: true)
        } lift: {
            $0.alert(halted: false)
        },
        Obstacle(code: .reduceOnly) {
            $0.hear(.tacticTargets($0.targets { $0.reduceOnly = true }))
        } lift: {
            $0.hear(.tacticTargets($0.targets()))
        },
        Obstacle(code: .feedStale) {
            $0.feed(.stale)
        } lift: {
            $0.feed(.live)
        },
        Obstacle(code: .dailyDrawdown) {
            $0.pnl(drawdown: 0.05)
        } lift: {
            $0.pnl(drawdown: 0.049)
        },
        Obstacle(code: .pairDrawdown) {
            $0.pnl(day: Money(-500))
        } lift: {
            $0.pnl(day: Money(-499))
        },
        Obstacle(code: .pairDrawdown) {
            $0.pnl(day: Money(-9000))
        } lift: {
            $0.quiet(288)
        },
        Obstacle(code: .correlatedPositions) {
            $0.alert(halted: false, $0.symbol, at: .minutes(6))
        } lift: { _ in
        },
    ])
    func `each obstacle stops entries, is counted by its reason, and goes away`(obstacle: Obstacle) {
        var scenario = Scenario.ready()
        obstacle.raise(&scenario)
        #expect(scenario.rise().decided.isEmpty)
        #expect(scenario.refused(obstacle.code) == 1)
        scenario.quiet(3)
        obstacle.lift(&scenario)
        #expect(scenario.fall().signal?.side == .sell)
    }

    @Test func `what the table of losses says of L2 stops entries until it is back`() {
        for row in DegradationCatalogue.rows where row.actors.contains(.l2Tactic) {
            guard case .gone(let rank) = row.loss else { continue }
            var scenario = Scenario.ready()
            _ = scenario.handle(.link(rank, .down))
            guard case .refuseEntries(let code) = row.measures[0] else {
                Issue.record("L2 does what no test of it holds: \(row.measures)")
                continue
            }
            #expect(scenario.rise().decided.isEmpty && scenario.refused(code) == 1, "\(row.loss.name)")
            scenario.quiet(3)
            _ = scenario.handle(.link(rank, .up))
            #expect(scenario.fall().signal?.side == .sell)
        }
    }

    @Test func `without L4 entries go on by its last word`() {
        var scenario = Scenario.ready()
        _ = scenario.handle(.link(.l4Meta, .down))
        #expect(scenario.rise().signal != nil)
    }

    private var spot: Settings {
        var settings = Scenario.settings
        settings.instruments = InstrumentTable(
            settings.instruments.instruments.map { instrument in
                var instrument = instrument
                instrument.market = .spot
                return instrument
            })
        return settings
    }

    @Test func `on spot an exit sells whole lots, and the dust that is left is no position`() throws {
        var scenario = Scenario.ready(spot)
        let step = scenario.stage.rules[scenario.symbol.int].step
        let entry = try #require(scenario.rise().signal)
        let held = entry.quantity - Quantity(raw: 1)
        scenario.fill(entry, .entry, side: .buy, price: 103.5, quantity: entry.quantity, position: held)
        scenario.report(entry, .filled)
        scenario.quiet(4)
        let exit = try #require(scenario.fall().signal)
        #expect(exit.side == .sell && exit.quantity == entry.quantity - step)
        let dust = step - Quantity(raw: 1)
        scenario.fill(exit, .exit, side: .sell, price: 95, quantity: exit.quantity, position: dust)
        scenario.report(exit, .filled)
        scenario.quiet(4)
        #expect(scenario.rise().signal?.side == .buy)
    }

    @Test func `spot is never sold short`() {
        var scenario = Scenario.ready(spot)
        #expect(scenario.fall().decided.isEmpty && scenario.refused(.nothingToReduce) == 1)
        scenario.quiet(4)
        #expect(scenario.rise().signal?.side == .buy)
    }

    @Test func `a candle with a hole is no ground for a decision, the next whole one is`() {
        var scenario = Scenario.ready()
        scenario.minute(Figures(100, 99, 100))
        scenario.time = scenario.time + .minutes(1)
        for _ in 0..<2 { scenario.minute(Figures(100, 99, 100)) }
        #expect(scenario.minute(Figures(104, 99, 103.5)).decided.isEmpty)
        #expect(scenario.candle(Figures(112, 103, 111)).signal?.side == .buy)
    }

    @Test func `after a restart the position comes from pnl_update until a fill tells it`() throws {
        var scenario = Scenario.ready()
        var update = PnLUpdate()
        (update.symbol, update.position, update.equity) = (scenario.symbol, Quantity(2), Money(10_000))
        scenario.hear(.pnlUpdate(update))
        let exit = try #require(scenario.fall().signal)
        #expect(exit.quantity == Quantity(2))
        scenario.fill(exit, .exit, side: .sell, price: 95, quantity: Quantity(2), position: .zero)
        scenario.report(exit, .filled)
        scenario.hear(.pnlUpdate(update))
        #expect(scenario.candle(Figures(94, 80, 81)).signal?.stopLoss != .absent, "flat: an entry, no exit")
    }

    @Test func `books that were settled with the venue's tell another position, a minute after the last fill`() throws {
        var scenario = Scenario.ready()
        let entry = try #require(scenario.rise().signal)
        scenario.fill(entry, .entry, side: .buy, price: 105, quantity: Quantity(2), position: Quantity(2))
        scenario.report(entry, .filled)
        var update = PnLUpdate()
        (update.symbol, update.position, update.equity) = (scenario.symbol, Quantity(3), Money(10_000))
        scenario.hear(.pnlUpdate(update))
        var young = scenario
        #expect(young.fall().signal?.quantity == Quantity(2), "it may not have heard of the fill")
        scenario.candle(Figures(104, 102, 103.5))
        scenario.hear(.pnlUpdate(update))
        #expect(scenario.fall().signal?.quantity == Quantity(3))
    }
}

extension Scenario {
    fileprivate mutating func alert(
        halted: Bool, _ symbol: SymbolID = .none, at later: TimeSpan = .seconds(0)
    ) {
        var alert = RiskAlert()
        (alert.symbol, alert.halted, alert.reason) = (symbol, halted, Reason(.correlatedPositions))
        _ = stage.effects(of: Envelope(.message(.riskAlert(alert)), at: time + later))
    }

    fileprivate mutating func feed(_ state: FeedState) {
        var health = FeedHealth()
        (health.symbol, health.state) = (symbol, state)
        hear(.feedHealth(health))
    }

    fileprivate mutating func pnl(drawdown: Double) {
        var update = PnLUpdate()
        (update.symbol, update.equity, update.drawdown) = (.none, Money(10_000), drawdown)
        hear(.pnlUpdate(update))
    }

    fileprivate mutating func pnl(day: Money) {
        var update = PnLUpdate()
        (update.symbol, update.equity, update.dayPnL) = (symbol, Money(10_000), day)
        hear(.pnlUpdate(update))
    }
}
