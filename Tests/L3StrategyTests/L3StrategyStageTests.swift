import Configuration
import Market
import Messages
import Stages
import TestSupport
import Testing

@testable import L3Strategy

@Suite struct L3StrategyStageTests {
    /// H2's example: volatility rises, breakout comes on, mean reversion shrinks, at once.
    @Test func `high volatility turns breakout on and shrinks mean reversion`() {
        var bench = Bench()
        bench.range(Bench.eth, candles: 260)
        let before = bench.stage.symbols[1].published
        #expect(before.regime == .rangeLowVolatility)
        #expect(before.multipliers[.breakout] < 1 && before.multipliers[.meanReversion] > 1)
        let said = bench.range(Bench.eth, candles: 12, width: 0.01)
        let turned = said.first { $0.code == .volatilityHigh }
        #expect(turned?.regime == .rangeHighVolatility)
        #expect((turned?.multipliers[.breakout] ?? 0) >= 1)
        #expect((turned?.multipliers[.meanReversion] ?? 1) <= 0.5)
        #expect((turned?.volatilityPercentile ?? 0) > 0.75)
        #expect((turned?.maxRisk ?? 1) < before.maxRisk)
    }

    @Test func `a market that goes one way is a trend, and momentum's`() {
        var bench = Bench()
        let first = bench.range(Bench.btc, candles: 60)
        #expect(first.first?.code == .warmUp && first.first?.regime == .rangeLowVolatility)
        #expect(first.allSatisfy { $0.symbol == Bench.btc })
        var said: [TacticTargets] = []
        for _ in 0..<40 { said += bench.candle(Bench.btc, move: 0.0011) }
        let trend = said.first { $0.code == .regimeChanged }
        #expect(trend?.regime == .trendLowVolatility && (trend?.adx ?? 0) > 25)
        #expect((trend?.multipliers[.momentum] ?? 0) > 1)
        #expect(bench.stage.regime(of: Bench.eth) == .unknown)
    }

    @Test func `BTC and ETH come first, then the more liquid`() {
        var settings = Settings.standard
        settings.instruments = InstrumentTable(
            [2, 1, 0].map { settings.instruments.instruments[$0] } + [Self.doge])
        settings.symbols = [2, 1, 0].map { settings.symbols[$0] } + [settings.symbols[2]]
        var bench = Bench(settings)
        bench.times.append(Bench.start)
        bench.prices = [150, 3_000, 50_000, 0.2]
        for place in 0..<4 { bench.range(SymbolID(place), candles: 40, volume: place == 3 ? 9_000 : 1_000) }
        let ranks = (0..<4).map { bench.stage.targets(of: SymbolID($0), at: bench.time).rank }
        #expect(ranks == [4, 2, 1, 3])
        bench.range(SymbolID(0), candles: 40, volume: 90_000)
        #expect(bench.stage.targets(of: SymbolID(0), at: bench.time).rank == 3)
    }

    private static let doge = Instrument(
        name: "DOGE/USDT", market: .um, tickSize: Price(raw: 1000), stepSize: Quantity(1),
        minQuantity: Quantity(1), maxQuantity: Quantity(1_000_000), minNotional: Money(5), priceBandUp: 1.05,
        priceBandDown: 0.95)

    @Test func `drawdown lowers the goals and near its limit leaves only reductions`() {
        var bench = Bench()
        bench.range(Bench.btc, candles: 60)
        let before = bench.stage.targets(of: Bench.btc, at: bench.time)
        #expect(before.netExposure == 0.10 && before.maxRisk == 0.005 && !before.reduceOnly)
        var said = bench.account(drawdown: 0.02)
        #expect(said.isEmpty)
        let lowered = bench.stage.targets(of: Bench.btc, at: bench.time)
        #expect(abs(lowered.netExposure - 0.06) < 1e-12 && abs(lowered.maxRisk - 0.003) < 1e-12)
        said = bench.account(drawdown: 0.041)
        #expect(said.map(\.reduceOnly) == [true] && said.first?.code == .dailyDrawdown)
        said = bench.account(drawdown: 0.035)
        #expect(said.isEmpty, "between the two shares it stays closed")
        said = bench.account(drawdown: 0.01)
        #expect(said.map(\.reduceOnly) == [false])
        #expect((said.first?.netExposure ?? 0) > lowered.netExposure)
    }

    @Test func `a symbol's own losses lower its goals alone and fade`() {
        var bench = Bench()
        bench.range(Bench.btc, candles: 60)
        bench.range(Bench.eth, candles: 60)
        var fill = Fill()
        fill.symbol = Bench.eth
        fill.realisedPnL = Money(-240)
        fill.fee = Money(10)
        bench.hear(.fill(fill))
        let eth = bench.stage.targets(of: Bench.eth, at: bench.time)
        #expect(abs(eth.maxRisk - 0.0025) < 1e-12, "250 of the 500 that it may lose a day")
        #expect(bench.stage.targets(of: Bench.btc, at: bench.time).maxRisk == 0.005)
        let later = bench.stage.targets(of: Bench.eth, at: bench.time + .days(1))
        #expect(abs(later.maxRisk - 0.00375) < 1e-12)
        let said = bench.range(Bench.eth, candles: 1)
        #expect(said.first?.code == .rebalanced)
    }

    @Test func `a halt turns all to reductions at once until a person resumes`() {
        var bench = Bench()
        for symbol in [Bench.btc, Bench.eth] { bench.range(symbol, candles: 60) }
        var alert = RiskAlert()
        alert.halted = true
        let halted = bench.hear(.riskAlert(alert))
        #expect(halted.map(\.symbol) == [Bench.btc, Bench.eth])
        #expect(halted.allSatisfy { $0.reduceOnly && $0.code == .halted })
        alert.halted = false
        alert.symbol = Bench.btc
        let refusal = bench.hear(.riskAlert(alert))
        #expect(refusal.isEmpty, "a refusal of one symbol lifts nothing")
        alert.symbol = .none
        alert.reason = Reason(.personAsked)
        let resumed = bench.hear(.riskAlert(alert))
        #expect(resumed.count == 2 && resumed.allSatisfy { !$0.reduceOnly && $0.code == .personAsked })
    }

    @Test func `what L4 distrusts is not lifted, what drifts is shrunk, what has no risk is off`() {
        var bench = Bench()
        bench.range(Bench.eth, candles: 60)
        func factor(_ strategy: StrategyFamily) -> Double {
            bench.stage.targets(of: Bench.eth, at: bench.time).multipliers[strategy]
        }
        #expect(factor(.meanReversion) == 1.25)
        bench.meta(Bench.eth, .meanReversion, weight: 0.05)
        #expect(factor(.meanReversion) == 1)
        var drift = Drift()
        drift.symbol = Bench.eth
        drift.strategy = .meanReversion
        drift.active = true
        bench.hear(.drift(drift))
        #expect(factor(.meanReversion) == 0.5)
        let said = bench.range(Bench.eth, candles: 1)
        #expect(said.map(\.code) == [.driftDetected])
        for strategy in StrategyNames.documents.ids { bench.meta(Bench.eth, strategy, weight: 0.3, riskScale: 0) }
        #expect(bench.stage.targets(of: Bench.eth, at: bench.time).reduceOnly && factor(.momentum) == 0)
        for strategy in StrategyNames.documents.ids { bench.meta(Bench.eth, strategy, weight: 0.3, riskScale: 0.5) }
        let half = bench.stage.targets(of: Bench.eth, at: bench.time)
        #expect(abs(half.netExposure - 0.05) < 1e-12 && !half.reduceOnly)
    }

    @Test func `warm-up builds state only, and joining tells what it came to`() {
        var bench = Bench()
        let said = bench.range(Bench.btc, candles: 60, isWarmUp: true)
        #expect(said.isEmpty && bench.stage.regime(of: Bench.btc) == .rangeLowVolatility)
        let effects = bench.stage.effects(of: Envelope(.joined, at: bench.time))
        let joined = effects.published.compactMap(\.targets)
        #expect(joined.map(\.symbol) == [Bench.btc] && joined.first?.code == .warmUp)
    }

    @Test func `a quiet market is told once, not each period`() {
        var bench = Bench()
        bench.range(Bench.btc, candles: 40)
        let said = bench.range(Bench.btc, candles: 20)
        #expect(said.isEmpty)
    }

    @Test func `a symbol's regime and indicators are the same alone and with others`() {
        var alone = Bench()
        var together = Bench()
        for index in 0..<90 {
            let move = Double(index % 7 - 3) * 0.001
            alone.candle(Bench.eth, move: move)
            together.candle(Bench.btc, move: -move * 2)
            together.candle(Bench.eth, move: move)
        }
        let (a, b) = (alone.stage.symbols[1].reading, together.stage.symbols[1].reading)
        #expect("\(a)" == "\(b)" && a.adx.isFinite && a.volatility.isFinite)
        #expect(alone.stage.regime(of: Bench.eth) == together.stage.regime(of: Bench.eth))
    }

    @Test func `a market that moves as one lowers net exposure`() {
        var bench = Bench()
        for index in 0..<40 {
            let move = index % 3 == 0 ? -0.001 : 0.002
            bench.pair(btc: move, eth: move, swing: (0.0005, 0.0005))
        }
        #expect(bench.stage.breadth == 1 && bench.stage.crossCorrelation > 0.9)
        #expect(abs(bench.stage.targets(of: Bench.btc, at: bench.time).netExposure - 0.08) < 1e-12)
        for index in 0..<40 { bench.candle(Bench.sol, move: index % 3 == 0 ? 0.001 : -0.002) }
        #expect(bench.stage.breadth < 0.7)
        #expect(bench.stage.targets(of: Bench.btc, at: bench.time).netExposure < 0.09, "two of three still do")
        for index in 0..<40 {
            let move = index % 3 == 0 ? -0.001 : 0.002
            bench.pair(btc: move, eth: -move, swing: (0.0005, -0.0005))
        }
        #expect(bench.stage.crossCorrelation < 0)
        #expect(bench.stage.targets(of: Bench.btc, at: bench.time).netExposure == 0.10)
    }

    @Test func `restored in the middle of a candle it goes on as if nothing had happened`() throws {
        var bench = Bench()
        for symbol in [Bench.btc, Bench.eth] { bench.range(symbol, candles: 60) }
        bench.account(drawdown: 0.02)
        bench.meta(Bench.eth, .momentum, weight: 0.4)
        let saved = bench.stage.saved
        var other = bench
        other.stage = try L3StrategyStage(settings: .standard).restored(from: saved)
        var (ours, theirs): ([TacticTargets], [TacticTargets]) = ([], [])
        for _ in 0..<30 {
            ours += bench.candle(Bench.eth, move: 0.003)
            theirs += other.candle(Bench.eth, move: 0.003)
        }
        #expect(!ours.isEmpty && "\(ours)" == "\(theirs)")
        #expect(throws: StateError.self) { try other.stage.restored(from: Array(saved.dropLast())) }
    }
}
