import Configuration
import Market
import Messages
import Stages
import Testing

@testable import L2Tactic

/// What L2 tells people: HOLD, what was not sent and why, and what each strategy saw.
@Suite struct TellingTests {
    @Test func `hold is said when the advice turns to it, and not again at each candle`() throws {
        var scenario = Scenario(Scenario.settings)
        scenario.hear(.tacticTargets(scenario.targets()))
        var told: [Skipped] = []
        for _ in 0..<12 { told += scenario.candle(Figures(101, 99, 100)).skipped }
        let holds = told.filter { $0.reason.code != .warmUp }
        #expect(holds.map(\.advice) == [.hold] && holds.map(\.confidence) == [0])
        let signal = try scenario.open()
        #expect(signal.side == .buy)
        let next = scenario.candle(Figures(104, 103, 103.5)).skipped
        #expect(next.map(\.advice) == [.hold] && next.map(\.reason.code) == [.none])
        #expect(scenario.candle(Figures(104, 103, 103.5)).skipped.isEmpty)
    }

    @Test func `a signal that is not sent says why, with its figures, once`() throws {
        var settings = Scenario.settings
        settings.paper.takerFee = 0.02
        var scenario = Scenario.ready(settings)
        let told = try #require(scenario.rise().skipped.first)
        #expect(told.advice == .buy && told.confidence > 0.7 && told.timeframe == .m5)
        #expect(told.reason.code == .costTooHigh && told.reason.isWhole)
        #expect(told.reason.limit == settings.tactic.maxCostShare && told.reason.found > told.reason.limit)
        #expect(scenario.candle(Figures(112, 103, 111)).skipped.isEmpty, "the same again is no news")
    }

    @Test func `a weak vote holds and says how weak it is`() throws {
        var settings = Scenario.settings
        settings.tactic.minVote = 0.99
        var scenario = Scenario.ready(settings)
        let told = try #require(scenario.rise().skipped.first)
        #expect(told.advice == .hold && told.reason.code == .voteTooWeak && told.reason.limit == 0.99)
        #expect(told.reason.found > 0.7 && told.reason.found < 0.99)
    }

    @Test func `a strategy that fails its own checks holds with the figures of the check`() throws {
        var scenario = Scenario.ready()
        var update = StrategyUpdate()
        (update.symbol, update.strategy, update.weight) = (scenario.symbol, .breakout, 1)
        update.minConfidence = 0.99
        scenario.hear(.strategyUpdate(update))
        let told = try #require(scenario.rise().skipped.first)
        #expect(told.advice == .hold && told.reason.code == .confidenceTooLow && told.reason.limit == 0.99)
    }

    @Test func `each strategy that had a say tells what it saw before the plan, of an exit too`() throws {
        var scenario = Scenario.ready()
        let entry = try scenario.open()
        var effects = scenario.fall()
        if effects.signal == nil { effects = scenario.candle(Figures(95, 90, 91)) }
        let exit = try #require(effects.signal)
        #expect(exit.side == .sell && exit.stopLoss == .absent && exit.signalID != entry.signalID)
        #expect(effects.plan?.sizeCap == SizeCap.none, "an exit has the size of what is open")
        let told = try #require(effects.reasonings.first)
        #expect(effects.reasonings.count == 1 && told.signalID == exit.signalID)
        #expect(told.strategy == .breakout && told.advice == .sell && told.timeframe == .m5)
        #expect(told.weight == 1 && told.confidence == exit.confidence)
        #expect(told.reasoning == Reasoning(.belowChannel, 95, 99, 3))
        #expect(told.reasoning.text == "the close 95 is below the lowest low of 3 candles, 99")
    }

    /// Each cap of a decision turned until it decides: the plan names it, from the stage and not the sum alone.
    @Test(arguments: SizeCap.allCases.filter { $0 != .none })
    func `the plan names the cap that decided`(_ cap: SizeCap) throws {
        var settings = Scenario.settings
        settings.symbols[2].maxPosition = Money(1_000_000)
        settings.symbols[2].leverage = 3
        settings.tactic.kellyShare = 10
        var targets: (risk: Double, exposure: Double) = (1, 50)
        switch cap {
        case .volatilityTarget: settings.tactic.targetVolatility = 0.3
        case .kelly: settings.tactic.kellyShare = 0.01
        case .atrRisk: targets.risk = 0.001
        case .maxPosition: settings.symbols[2].maxPosition = Money(300)
        case .leverage: settings.symbols[2].leverage = 1
        case .assetRisk: targets.exposure = 0.05
        case .liquidity, .none: break
        }
        var scenario = Scenario.ready(settings)
        scenario.hear(.tacticTargets(scenario.targets { ($0.maxRisk, $0.netExposure) = targets }))
        scenario.quoteVolume = cap == .liquidity ? 5_000 : 1e9
        #expect(scenario.rise().plan?.sizeCap == cap)
    }
}
