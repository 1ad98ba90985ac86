import Configuration
import Indicators
import Market
import Messages
import Stages
import Testing

@testable import L2Tactic

@Suite struct EntryTests {
    @Test func `want of an ATR is said once per symbol, at the first close, and history says nothing`() {
        var settings = Scenario.settings
        settings.tactic.timeframes = [.m5, .m15]
        var scenario = Scenario(settings)
        func skipped(_ effects: Effects) -> [Skipped] {
            effects.skipped.filter { $0.reason.code == .warmUp }
        }
        var told: [Skipped] = []
        for _ in 0..<12 { told += skipped(scenario.candle(Figures(101, 99, 100))) }
        // 5m has one from its 4th candle on, 15m long after it.
        #expect(told.map(\.timeframe) == [.m5])
        #expect(told.map(\.reason) == [Reason(.warmUp, found: 1, limit: 4)])
        var history = Scenario(settings)
        history.isWarmUp = true
        #expect(skipped(history.candle(Figures(101, 99, 100))).isEmpty)
    }

    @Test func `a slow strategy holds back no other: each has its say as soon as it has warmed up`() throws {
        var settings = Scenario.settings
        for place in settings.symbols.indices { settings.symbols[place].parameters.maSlow = 200 }
        var scenario = Scenario.ready(settings)
        let plan = try #require(scenario.rise().plan)
        #expect(plan.sources[.breakout] > 0 && plan.sources[.momentum] == 0)
    }

    /// BTC falls by 20 USDT a candle, then climbs by 90 forward and 40 back until the averages cross.
    @Test func `a strong BTC buy becomes a position with its stop at 2 ATR and its target at 3 ATR`() throws {
        var settings = Settings.standard
        settings.tactic.timeframes = [.m5]
        var scenario = Scenario(settings, symbol: Scenario.bitcoin)
        scenario.hear(.tacticTargets(scenario.targets()), id: 11)
        var atr = ATR(period: 14)
        var range = 0.0
        var (close, sent) = (95_000.0, Effects())
        for index in 0..<80 where sent.signal == nil {
            close += index < 50 ? -20 : index.isMultiple(of: 2) ? 90 : -40
            let figures = Figures(close + 105.3, close - 101.7, close)
            range = atr.update(Candle(figures, from: scenario.time, to: scenario.time + .minutes(5))) ?? 0
            sent = scenario.candle(figures)
            #expect(index >= 50 || sent.signal == nil, "the falling weak votes stay below the threshold")
        }
        let (signal, plan) = (try #require(sent.signal), try #require(sent.plan))
        let entry = try #require(Price(close))
        let tick = settings.instruments[Scenario.bitcoin].tickSize
        #expect(signal.side == .buy && signal.symbol == Scenario.bitcoin && signal.orderType == .market)
        #expect(abs(signal.stopLoss.double - (close - 2 * range)) <= tick.double / 2)
        #expect(abs(plan.takeProfit.double - (close + 3 * range)) <= tick.double / 2)
        #expect(signal.stopLoss.isMultiple(of: tick) && plan.takeProfit.isMultiple(of: tick))
        #expect(plan.atr == range && plan.sources[.momentum] == 0.5)
        #expect(signal.quantity == Quantity(raw: 300_000), "300 USDT buy 0.003 whole steps")
        #expect(
            try #require(signal.quantity.notional(at: entry)) <= Money(300) && plan.sizeCap == .maxPosition)
        #expect(
            signal.strategyID == "momentum" && signal.regime == "trend_high_vol" && signal.confidence > 0.6)
    }

    @Test func `the plan goes first, both carry one id, the expiry and what decided`() throws {
        var scenario = Scenario(symbol: Scenario.solana)
        var update = StrategyUpdate()
        (update.symbol, update.strategy, update.weight) = (scenario.symbol, .breakout, 1)
        scenario.hear(.strategyUpdate(update), id: 21)
        scenario.hear(.tacticTargets(scenario.targets()), id: 22)
        scenario.quiet(8)
        let effects = scenario.rise()
        let (signal, plan) = (try #require(effects.signal), try #require(effects.plan))
        #expect(effects.published.map(\.kind) == [.reasoning, .executionPlan, .signal])
        #expect(signal.signalID == plan.signalID && signal.signalID.description.hasPrefix("r7-SOLUSDT-"))
        #expect(plan.expires == scenario.time + .minutes(10))
        #expect(effects.causes.allSatisfy { $0.first.raw == 21 && $0.second.raw == 22 })
        #expect(scenario.stage.counters(of: scenario.symbol).signals == 1)
    }

    @Test func `a cap below the exchange's minimum sends nothing and is counted`() {
        var scenario = Scenario.ready()
        scenario.hear(.tacticTargets(scenario.targets { $0.netExposure = 0.0004 }))
        #expect(scenario.rise().decided.isEmpty)
        #expect(scenario.refused(.orderTooSmall) == 1, "4 USDT are below 10")
        scenario.hear(.tacticTargets(scenario.targets { $0.maxRisk = 1e-9 }))
        #expect(scenario.candle(Figures(110, 103, 109)).decided.isEmpty)
        #expect(scenario.refused(.quantityTooSmall) == 1)
        scenario.hear(.tacticTargets(scenario.targets()))
        scenario.quoteVolume = 40
        #expect(scenario.candle(Figures(120, 109, 119)).decided.isEmpty)
        #expect(scenario.refused(.notEnoughLiquidity) == 1, "4 USDT are a tenth of the last minute's trade")
    }

    /// What L3 wants of one symbol, and what becomes of a breakout then.
    struct Wish: CustomTestStringConvertible {
        var exposure: Double
        var risk: Double
        var cap: SizeCap?
        var testDescription: String { "exposure \(exposure), risk \(risk)" }
    }

    @Test(arguments: [
        Wish(exposure: 0, risk: 0.005), Wish(exposure: -0.0, risk: 0.005), Wish(exposure: 0.1, risk: 0),
        Wish(exposure: 0.02, risk: .nan, cap: .assetRisk), Wish(exposure: .nan, risk: 0.0001, cap: .atrRisk),
        Wish(exposure: .nan, risk: .nan, cap: .maxPosition),
    ])
    func `a wish of none enters nothing, and what L3 leaves out is the configuration's`(wish: Wish) {
        var settings = Scenario.settings
        settings.symbols[2].maxPosition = Money(500)
        var scenario = Scenario.ready(settings)
        scenario.hear(
            .tacticTargets(scenario.targets { ($0.netExposure, $0.maxRisk) = (wish.exposure, wish.risk) }))
        let effects = scenario.rise()
        #expect(effects.plan?.sizeCap == wish.cap)
        #expect(scenario.refused(.reduceOnly) == (wish.cap == nil ? 1 : 0))
    }

    @Test(arguments: [(0.0, false), (0.0005, false), (0.02, true)])
    func `nothing is entered where fees and spread take too much of the target`(
        fee: Double, isRefused: Bool
    ) {
        var settings = Scenario.settings
        settings.paper.takerFee = fee
        var scenario = Scenario.ready(settings)
        #expect(scenario.rise().decided.isEmpty == isRefused)
        #expect(scenario.refused(.costTooHigh) == (isRefused ? 1 : 0))
    }

    @Test(arguments: [(1, false), (20, true)])
    func `nothing is entered whose stop lies beyond the liquidation`(leverage: Int, isRefused: Bool) {
        var settings = Scenario.settings
        settings.symbols[2].leverage = leverage
        settings.paper.maintenanceMargin = 0.049
        var scenario = Scenario.ready(settings)
        #expect(scenario.rise().decided.isEmpty == isRefused)
        #expect(scenario.refused(.stopBeyondLiquidation) == (isRefused ? 1 : 0))
    }

    @Test func `where a file leaves the quote volume out, volume times close counts`() {
        var scenario = Scenario.ready()
        (scenario.quoteVolume, scenario.volume) = (0, 0.1)
        #expect(scenario.rise().decided.isEmpty && scenario.refused(.notEnoughLiquidity) == 1)
        scenario.volume = 1000
        #expect(scenario.candle(Figures(112, 103, 111)).signal != nil)
    }

    @Test func `equity from pnl_update and L4's risk scale decide the size by risk`() throws {
        func quantity(equity: Money, riskScale: Double) throws -> Double {
            var settings = Scenario.settings
            settings.symbols[2].maxPosition = Money(1_000_000)
            var scenario = Scenario.ready(settings)
            scenario.hear(.tacticTargets(scenario.targets { ($0.maxRisk, $0.netExposure) = (0.001, 10) }))
            var update = StrategyUpdate()
            (update.symbol, update.strategy, update.weight) = (scenario.symbol, .breakout, 1)
            update.riskScale = riskScale
            scenario.hear(.strategyUpdate(update))
            var pnl = PnLUpdate()
            pnl.equity = equity
            pnl.symbol = .none
            scenario.hear(.pnlUpdate(pnl))
            let effects = scenario.rise()
            #expect(effects.plan?.sizeCap == .atrRisk)
            let signal = try #require(effects.signal)
            let atStop = signal.quantity.double * (103.5 - signal.stopLoss.double)
            #expect(abs(atStop - equity.double * 0.001 * riskScale) < 0.1)
            return signal.quantity.double
        }
        let full = try quantity(equity: Money(10_000), riskScale: 1)
        #expect(abs(try quantity(equity: Money(5_000), riskScale: 1) - full / 2) <= 0.01)
        #expect(abs(try quantity(equity: Money(10_000), riskScale: 0.5) - full / 2) <= 0.01)
    }

    @Test func `a strategy with L4's weight zero is silent, and L4's confidence is obeyed`() {
        func signals(_ change: (inout StrategyUpdate) -> Void) -> Int {
            var scenario = Scenario.ready()
            var update = StrategyUpdate()
            (update.symbol, update.strategy, update.weight) = (scenario.symbol, .breakout, 1)
            change(&update)
            scenario.hear(.strategyUpdate(update))
            scenario.rise()
            return scenario.stage.counters(of: scenario.symbol).signals
        }
        #expect(signals { _ in } == 1)
        #expect(signals { $0.weight = 0 } == 0)
        #expect(signals { $0.minConfidence = 0.96 } == 0)
        #expect(signals { $0.minConfidence = 0.1 } == 1)
    }

    @Test func `L3 turns a strategy off and shrinks what it buys`() throws {
        func quantity(_ factor: Double) -> Quantity? {
            var scenario = Scenario.ready()
            scenario.hear(.tacticTargets(scenario.targets { $0.multipliers[.breakout] = factor }))
            return scenario.rise().signal?.quantity
        }
        #expect(quantity(0) == nil)
        #expect(try #require(quantity(1)) == Quantity(raw: 289_000_000), "300 USDT at 103.5")
        #expect(try #require(quantity(0.5)) == Quantity(raw: 144_000_000))
    }

    @Test func `a strategy that L4 sees drift is traded at half its size until that is over`() throws {
        var scenario = Scenario.ready()
        var drift = Drift()
        (drift.symbol, drift.strategy, drift.active) = (scenario.symbol, .breakout, true)
        scenario.hear(.drift(drift))
        let first = try #require(scenario.rise().signal)
        #expect(first.quantity == Quantity(raw: 144_000_000))
        scenario.report(first, .rejected)
        drift.active = false
        scenario.hear(.drift(drift))
        let second = try #require(scenario.candle(Figures(112, 103, 111)).signal)
        #expect(second.quantity == Quantity(raw: 270_000_000))
    }

    @Test func `nothing is decided on history, and nothing before L3 has spoken`() {
        var history = Scenario.ready()
        history.isWarmUp = true
        #expect(history.rise().decided.isEmpty)
        history.isWarmUp = false
        history.quiet(3)
        #expect(history.fall().signal?.side == .sell, "history has warmed it up")
        var early = Scenario()
        early.quiet(8)
        #expect(early.rise().decided.isEmpty && early.refused(.targetsMissing) == 1)
    }

    @Test func `no candle is judged before every indicator has warmed up`() {
        var scenario = Scenario()
        scenario.hear(.tacticTargets(scenario.targets()))
        for step in 0..<3 {
            let close = 100 + 5 * Double(step)
            #expect(scenario.candle(Figures(close + 0.5, close - 1, close)).signal == nil)
        }
        #expect(scenario.stage.chart(of: scenario.symbol, .m5)?.currentVolatility == nil)
        scenario.quiet(1)
        #expect(scenario.stage.chart(of: scenario.symbol, .m5)?.currentVolatility != nil)
    }
}
